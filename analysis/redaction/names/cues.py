"""Words that stand before or after a name, and capitalised words that are no one's name."""

from analysis.word_lists import GRAMMAR, listed

TITLES = listed("""
    mr mrs ms miss mx dr doctor prof professor rabbi pastor imam sheikh sister mother father
    brother rev reverend canon sir madam lady lord uncle aunt auntie aunty pc sgt sergeant judge
    cllr councillor nurse granny grandad grandpa grandma nan nana nanny
""")
CALLED = listed("called named name names nicknamed aka spelt spelled spell signed")
ROLES = listed("""
    mum mam mom dad son daughter brother sister bro sis twin twins husband wife partner ex
    boyfriend girlfriend fiance fiancee carer carers worker workers manager teacher friend mate
    mates cousin cousins uncle aunt auntie aunty baby boy girl boys girls lad lads child kid
    kids toddler little lil keyworker senco iro head headteacher mentor tutor advocate solicitor
    officer nurse midwife therapist counsellor coach driver volunteer neighbour stepdad stepmum
    stepdaughter stepson nephew niece grandson granddaughter sibling siblings lady man woman
    bloke guy sw pa ypa big youngest eldest oldest middle mother father leaver guardian chair
    practitioner consultant paediatrician interpreter lead leader colleague student trainee
""")
TELLING = listed("""
    told tell tells asked ask asks rang ring rings met meet saw see seen phoned phone emailed
    email texted text txt txtd thank thanks cheers ta love loved loves miss missed misses hate
    hates hated spoke contacted visited visit placed heard know knows knew like likes trust
    trusts bless hi hello dear hiya hey help helped helps want wants wanted moved let lets got
    seeing chase believe poor dear credit shout
""")
WITH = listed("with to from for by about of than without like re via @ w/ but because cos so that")
AT = listed("at in near on into outside inside around through past under over between")
AND = listed("and & + , / or n an")
A = listed("a an the this that these those every each no some any all both such what which as")
OWN = listed("my our your ur his her their its whose")
HE = listed("i he she they we you it who u someone everyone nobody")
IS = listed("is was im i'm i’m are be been being it's its it’s am isnt hes he's shes she's thats")
CAN = listed("""
    will would can could may might must should shall did do does dont don't not never always just
    also really very too more most even still only
""")
BEFORE = {
    **dict.fromkeys(CAN, "can"),
    **dict.fromkeys(WITH, "with"),
    **dict.fromkeys(AT, "at"),
    **dict.fromkeys(A, "a"),
    **dict.fromkeys(OWN, "own"),
    **dict.fromkeys(HE, "he"),
    **dict.fromkeys(IS, "is"),
    **dict.fromkeys(TELLING, "telling"),
    **dict.fromkeys(ROLES, "role"),
    **dict.fromkeys(CALLED, "called"),
    **dict.fromkeys(TITLES, "title"),
    **dict.fromkeys(AND, "and"),
}

DID = listed("""
    is was were has had isnt isn't wasnt wasn't hasnt hasn't hadnt hadn't says said came comes went
    goes left leaves rang rings told tells asked asks got gets needed needs wanted wants started
    starts turned turns thinks thought knows knew lived lives moved moves does doesnt doesn't
    did didnt didn't seen saw sees helped helps made makes took takes gave gives loved loves
    liked likes hated hates kept keeps called calls stayed stays sat sits felt feels looked
    looks spoke speaks talked talks showed shows met cried cries sleeps slept died works worked
    ran runs won deserves deserved picked visited arrived explained reckons teaches taught
    listens listened wrote writes reads signed sent sends chased fought emailed texted phoned
    drew drawn supervised raised noticed withdrew referred remembers remembered broke brought
    found forgot hears heard laughed laughs plays played promised reads sings sang smiled
    stopped used uses waited waits walked wears woke
""")
DO = listed("""
    do dont don't have been can cant can't will would could should wouldnt wouldn't couldnt
    couldn't wont won't never always just still only really actually both all want need who and&
    say think teach listen help sit talk come
""")
DOING = DID | DO
AFTER = {
    **dict.fromkeys(WITH, "with"),
    **dict.fromkeys(AT, "at"),
    **dict.fromkeys(A, "a"),
    **dict.fromkeys(OWN, "own"),
    **dict.fromkeys(HE, "he"),
    **dict.fromkeys(ROLES, "role"),
    **dict.fromkeys(DO, "do"),
    **dict.fromkeys(DID, "did"),
    **dict.fromkeys(AND, "and"),
}

# Days, months, feasts, peoples, languages, faiths, places, bodies, laws, brands, games and tools.
NOT_PEOPLE = GRAMMAR | listed("""
    great-grandma great-gran on-call great-nan step-mum step-dad
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays
    thursdays fridays saturdays sundays mon tue tues wed weds thu thur thurs fri sat sun january
    february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec christmas xmas easter eid diwali ramadan hanukkah
    halloween passover shabbat lent advent ashura vaisakhi nowruz pentecost michaelmas bonfire
    english british welsh scottish irish polish romanian somali african asian indian pakistani
    bangladeshi chinese vietnamese turkish kurdish afghan albanian ukrainian russian italian
    french spanish german portuguese arabic arab urdu punjabi panjabi bengali bangla sylheti
    gujarati hindi tamil tigrinya amharic pashto dari farsi persian sorani kurmanji nepali
    mandarin cantonese yoruba igbo hausa twi swahili lingala roma romany gypsy traveller
    travellers european american jamaican caribbean nigerian ghanaian eritrean ethiopian
    sudanese syrian iraqi iranian greek lithuanian latvian bulgarian slovak czech hungarian
    dutch filipino thai sri lankan muslim islamic christian catholic jewish hindu sikh buddhist
    methodist anglican quaker makaton braille bsl england britain uk scotland wales ireland
    europe africa asia india pakistan bangladesh china vietnam turkey kurdistan afghanistan
    albania ukraine russia italy france spain germany portugal syria iraq iran eritrea ethiopia
    sudan somalia nigeria ghana jamaica poland romania lithuania egypt morocco libya kenya
    uganda zimbabwe congo lebanon cyprus malta america usa canada australia cebu lagos accra
    kabul mogadishu asmara warsaw bucharest dublin belfast cardiff edinburgh glasgow london
    birmingham manchester liverpool leeds sheffield bradford bristol hull newcastle sunderland
    nottingham leicester derby coventry wolverhampton stoke plymouth exeter southampton
    portsmouth brighton hove worthing crawley chichester bognor regis littlehampton horsham
    hastings eastbourne lewes shoreham lancing arundel midhurst petworth burgess haywards
    reading oxford cambridge norwich ipswich luton milton keynes northampton peterborough
    lincoln york preston blackpool bolton bury rochdale oldham stockport wigan warrington
    chester crewe huddersfield halifax wakefield barnsley doncaster rotherham grimsby scunthorpe
    middlesbrough darlington durham gateshead hartlepool carlisle lancaster kendal swansea
    newport wrexham bangor aberdeen dundee inverness perth stirling bath gloucester cheltenham
    swindon salisbury bournemouth poole torquay truro penzance croydon hackney lambeth lewisham
    camden islington tower hamlets newham brent ealing hounslow hillingdon harrow barnet enfield
    haringey waltham redbridge havering barking dagenham bexley bromley greenwich southwark
    wandsworth merton sutton kingston richmond guildford woking reigate dorking kent surrey
    sussex essex hampshire dorset devon cornwall somerset wiltshire berkshire buckinghamshire
    hertfordshire bedfordshire cambridgeshire norfolk suffolk lincolnshire leicestershire
    rutland nottinghamshire derbyshire staffordshire shropshire cheshire lancashire cumbria
    yorkshire northumberland tyne wear teesside humberside merseyside midlands warwickshire
    worcestershire herefordshire gloucestershire oxfordshire northamptonshire monmouth gwent
    powys gwynedd anglesey fife lothian ayr paisley derry antrim armagh tyrone fermanagh slough
    margate ramsgate dover folkestone canterbury maidstone ashford medway gillingham chatham
    rochester dartford gravesend thanet basingstoke winchester andover eastleigh fareham gosport
    havant whitby scarborough kettering corby batley dewsbury keighley skipton harrogate
    blackburn burnley telford shrewsbury dudley walsall sandwell solihull redditch tamworth
    colchester chelmsford southend basildon harlow clacton felixstowe lowestoft yarmouth
    skegness boston spalding grantham butlins pontins centre parcs camhs mash ofsted nhs gp gps
    hv sw swa la ta tas pa pas lado senco sendco send sen lac cin cp pep peps ehcp ehc ehcps tac
    taf tafs dsl dsls iro iros cafcass dwp cqc uc pip dla yot yjs yos mace idva isva fgm cse cce
    nrm uasc gcse sats pe re it ict ok okay tv dvd cctv covid hr gdpr dbs ni nino upn id ptsd
    adhd asd add dv da lscp lscb icb cpn amhp slt ot ed edt eha esol cme pshe pta asye nqsw swe
    bme lgbt lgbtq yp yps irl sms dm dms pin faq vpn usa eu mp mps nan nana nanny mum mums dad
    dads mummy daddy grandma grandad sir miss teams outlook excel word zoom whatsapp facebook
    instagram insta snapchat snap tiktok telegram discord twitter youtube google netflix roblox
    minecraft fortnite lego xbox playstation nintendo switch alexa siri mosaic liquidlogic
    capita cpoms systmone rio lundy prevent channel gillick fraser munro laming signs safety
    encompass henry solihull healthwatch barnardos barnardo's barnardo cahms nspcc childline
    samaritans mind
    coram kooth frank relate sure start mencap autism scope shelter citizens tesco asda aldi
    lidl morrisons sainsburys sainsbury's greggs mcdonalds mcdonald's kfc costa starbucks
    primark argos poundland boots superdrug iceland co-op waitrose b&m wilko ikea amazon ebay
    vinted uber deliveroo corsa fiesta golf audi bmw ford kia nissan toyota vauxhall volvo skoda
    honda rover calpol movicol melatonin ritalin fluoxetine mario sonic kart horrid matilda
    pokemon disney frozen elsa peppa pixar marvel spiderman batman hogwarts potter act acts
    article section universal credit working together keeping education bill king queen prince
    princess council police parliament director board group agency team service services court
    ring doorbell post office crown royal early help human rights equality review law national
    insurance child parent young person people public health triple tribunal state government
    home office social care children's adult adults families family lead director deputy head
    god allah jesus christ bible quran koran iman noor gcses a-levels btec ucas instalment mot
    nitrous spice percs mandy ket weed molly xanax lean storm angel bake countdown echo vimto
    twix uno beavers brownies cubs scouts guides rainbows halal kosher hijab mosque church
    temple gurdwara synagogue thanks hi hello hiya cheers yesterday today tomorrow tonight
    regards sincerely faithfully also maybe please sorry yes section dear duplicate merged
    lesson alton towers sergeant bambara numicon travelodge christmases mcflurry hansel gretel
    mr mrs ms miss dr school schools college nursery primary secondary academy hospital clinic
    centre
""")

# Of those above, what is a given name too and may stand for a person.
ALSO_PEOPLE = listed("""
    april may june august sunday will can georgia jordan jamaica chester lincoln preston paisley
    devon tyrone shannon henry fraser frank matilda elsa mandy iman noor mario elmo storm angel
    lexus mercedes chelsea florence sydney india asia kenya ireland tiger prince king queen duke
    bill mark mind frozen lourdes jesus christian kirk dean milan verona paris austin summer
    autumn winter georgie pip derby stirling harry potter
""")

# Before a letter with a full stop these say that the letter counts something: "plan B."
COUNTED = listed("""
    section part plan room year child parent grade group block option class form appendix vitamin
    hepatitis table sibling unit flat person annex annexe schedule template question category type
    level tier stage set side strand line point item step
""")

# With a number or one of the second beside it, each of these is a time and no one.
CALENDAR = listed("""
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday summer autumn winter spring easter christmas
""")
BEFORE_A_TIME = listed("""
    in on since until till by every last next this during from before after each all late early
    mid half of at the a following through another over til untill
""")
# Endings that no name has and many an unknown word.
ENDINGS = (
    "ed",
    "ing",
    "ly",
    "nt",
    "tion",
    "ment",
    "ness",
    "able",
    "ity",
    "ish",
    "ous",
    "ful",
    "blew",
)

ARTICLES = listed("a an the some any no every each")

# In small letters these are never a name; with a capital they may be one.
NOT_IN_SMALL = listed("""
    winter praise biscuit snow
    reg dob tel lil cash hols august sunday moses heaven liv honour via sis bro chap grant
    rich art nick rob sue pat pip guy miles long young star bay mo' reed price page sage
    basil ginger chance patience charity faith-based justice joyce's
    trust ward happy chase hero blue ace prosper rejoice
""") - frozenset({"nick", "rob", "sue", "pat", "young", "long"})
MODALS = listed("can will may")
