"""Small lists of words that the rules of reading lean on."""


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A full stop after one of these belongs to the word.
SHORTENED = listed("""
    mr mrs ms mx dr prof rev st rd ave dept approx est eg ie vs cf ref refs tel ext fig wk hr hrs
    min mins inc ltd jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    tues wed thu thur thurs fri
""")
# After a full stop without a space these are the rest of a web or file name.
NAME_ENDINGS = listed("com org net uk gov ac nhs co sch police html pdf doc docx example")
# "Nothing but trouble" and "but not him" are no turns.
NOT_BEFORE_A_TURN = listed("nothing anything anyone nobody none all everything everyone no-one")
NOT_AFTER_A_TURN = listed("not for me him them")
# Right before "but" these are a view by themselves: "she was kind but nobody rang back".
PRAISE = listed("""
    alright amazing brilliant caring clear decent excellent fantastic fine friendly fun funny good
    great helpful kind lovely nice ok okay patient polite quick sound supportive useful warm
""")

# Words that carry grammar and no view; alone they are no reason to show to a person.
GRAMMAR = listed("""
    a about after all also am an and any are as at be been before being but by can could did do does
    for from get go going got had has have he her him his how i if in into is it its just like me my
    of off on one or our out over own she since so some someone than that the their them then there
    they thing this to too two up us use used was we went were what when where which while who will
    with would you your
""")

POSTCODE_AREAS = listed("""
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec
    eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls
    lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp
    sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze
""")
ORDINALS = listed("1st 2nd 3rd 4th 5th 6th 7th 8th 9th")
# Three letters after "at 10" or "P45" that are a word and not the end of a car registration.
THREE_LETTERS = listed("""
    the and for was has had are but not you she him her his our all any can did get got who why how
    now out off too via per yes one two six ten day min hrs mum dad kid
""")
# "@home" is a place and not a person.
NO_HANDLES = listed("home school work contact nursery college least all")

UNITS = listed("flat unit suite apartment apt")
# In small letters only these are certain to end the name of a street: "a quick drive" is none.
STREETS = listed("""
    street st road rd avenue ave lane ln crescent cres terrace mews gardens gdns alley
""")
NOT_IN_A_STREET = listed("""
    the a an in of at on to from by and or per is was for this that one other same wrong right long
    short hour hours hr hrs minute minutes min mins mile miles week weeks day days month months year
    years time times bed bedroom bedroomed main busy down up off along across quiet different doors
""")
# What leads up to a school's name, or says only which kind of school.
NOT_A_SCHOOLS_NAME = listed("""
    a an the at in on to of from for with by my our her his their your its this that these those
    every each any all no one two three and or but when while since because after before head new
    old local nearest whole same other another most many some both he she they we i it is was
    primary secondary junior juniors infant infants high grammar special academy nursery school
    college community virtual middle lower upper mainstream private independent boarding faith
    church catholic sunday summer after-school pre pre-school comprehensive supplementary
    alternative further higher sixth medical royal art drama music language safeguarding social
    work children's childrens practice teaching training police staff parent parents partner
    excellent great good lovely dear january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday ofsted camhs mash
    senco sen early help young people very too how quite so just really not super
""")
# After "Mrs" these go on with the sentence.
NO_SURNAMES = listed("""
    and or the at in on is was who said man lady teacher head social from with that came he she
    they room
""")
