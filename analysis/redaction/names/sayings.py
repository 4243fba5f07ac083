"""Where a word that could be a name says something else: "olive oil", "mark my words"."""

import re

SAYINGS = re.compile(
    r"(?<!\w)(?:"
    r"(?:any )?tom,? dick (?:or|and|n|&) harry|happy as larry|amber alert|jack of all trades|"
    r"bob'?s (?:yo)?ur uncle|(?:sarah|clare|helen)['’]?s law|martha['’]?s rule|"
    r"horrid henry|george at asda|hart['’]?s ladder|john lewis|george osborne|jeremy kyle|"
    r"harry potter|peter pan|bob the builder|(?:press|dial) \d for \w{1,20}|mickey mouse|"
    r"taylor swift|joe bloggs|jane doe|john doe|amazing grace|jack the lad|moaning minnie|"
    r"silly billy|even stevens?|real mccoy|aunt sally|duke of edinburgh|"
    r"victoria climbi[eé]|alton towers|philomena (?:protocol|forms?)|"
    r"sunday (?:schools?|lunch|dinner|roast|best|league|times|night|morning|service)|"
    r"olive oil|moses baskets?|sim cards?|carol (?:service|singers?|concert)|"
    r"poppy (?:day|appeal)|art therap\w{1,20}|star (?:chart|of the)|"
    r"amber (?:rating|light|alert)|jack (?:it in|shit|all)|"
    r"summer (?:holidays?|hols|club|clubs|term|trip|break|school|fair|scheme|camp|uniform)|"
    r"may (?:half|bank)[ -]?\w{1,20}|faith (?:based|leaders?|schools?|groups?|communit\w{1,20}|in)|"
    r"grace period|honour[ -]based|fuel grant|ginger (?:beer|nuts?|biscuits?)|"
    r"rose (?:garden|bush|tea)|lily (?:pond|pad)|ivy wall|at dawn|by dawn|dawn raids?|"
    r"till dawn|holly (?:tree|bush)|ruby (?:ring|wedding|red|shoes)|"
    r"penny (?:drop\w{0,20}|pinching|for)|bill (?:payer|of rights)|daisy chains?|"
    r"jade (?:green|plant)|crystal (?:clear|meth)|teddy bears?|bear (?:in mind|with|hug)|"
    r"jean jacket|dean (?:of|forest)|forest of dean|"
    r"be(?:ing)? frank|reg(?:ulation)? \d{1,3}|so lucky|sonny jim|"
    r"frank (?:about|discussion|conversation|exchange)\w{0,20}|rich (?:or|and) (?:poor|famous)|"
    r"patience (?:is|wears?|ran|runs)|joy (?:of|to|ride|rider|riding)|"
    r"goodness (?:knows|me|sake)|mercy of|"
    r"hope (?:is|in|for|that|so|not|they|we|you|it|he|she)|"
    r"will (?:power|have|be|not|he|she|they|i|you|it|we|u|ever|get|do|this|that|the|my|our)|"
    r"can (?:i|we|you|u|he|she|they|it|be|do|get|see|my|the|a|someone|anyone|not|only|the)|"
    r"may (?:be|have|i|we|not|as well|well|or may not)|robin hood|rob (?:us|them|you|me)|"
    r"mark (?:my|our|your|the|it|up|down|of|as|him|her|them)|"
    r"drew (?:a|an|the|my|his|her|it|on|up)|chase (?:up|it|them|him|her|the|a|down|after)|"
    r"art (?:class|club|room|work|project|sessions?|is)"
    r")(?!\w)",
    re.IGNORECASE,
)
