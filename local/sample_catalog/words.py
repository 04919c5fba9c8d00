"""The words that the sample meeting is made of. All people and all events are invented."""

TOPICS = {
    "Antimicrobial resistance": (
        "Carbapenemase-producing Enterobacterales",
        "Vancomycin-resistant enterococci",
        "Candida auris colonization",
        "Azole-resistant Aspergillus",
        "Macrolide-resistant Mycoplasma genitalium",
        "AmpC beta-lactamases",
        "Daptomycin non-susceptibility",
        "Inducible clindamycin resistance",
    ),
    "Blood culture and sepsis": (
        "Rapid identification from positive bottles",
        "Blood culture contamination",
        "Time to positivity",
        "Coagulase-negative staphylococci in bottles",
        "Procalcitonin and the culture",
        "Neonatal blood volumes",
        "Catheter-related bloodstream infection",
        "Critical values from the sepsis bench",
    ),
    "Molecular and genomics": (
        "Syndromic respiratory panels",
        "Whole-genome sequencing of outbreaks",
        "Metagenomics from cerebrospinal fluid",
        "Cycle threshold values",
        "16S sequencing of culture-negative specimens",
        "HPV primary screening",
        "Multiplex stool panels",
        "Laboratory-developed tests",
    ),
    "Mycology and parasitology": (
        "Dermatophyte identification",
        "Malaria smears at night",
        "Cyclospora in summer",
        "MALDI-TOF of molds",
        "Babesia and its look-alikes",
        "Endemic mycoses outside their map",
        "Ova and parasite examination",
        "Strongyloides serology",
    ),
    "Quality and safety": (
        "Specimen rejection",
        "Individualized quality control plans",
        "Biosafety at the open bench",
        "Corrected reports",
        "Competency assessment",
        "Proficiency testing failures",
        "Ethics of incidental findings",
        "Near misses in accessioning",
    ),
    "Automation and informatics": (
        "Total laboratory automation",
        "Image analysis of Gram stains",
        "Interfaces between instrument and LIS",
        "Plate reading by algorithm",
        "Autoverification rules",
        "Turnaround time",
        "Middleware without tears",
        "Downtime procedures",
    ),
}

# What Florida calls the fields that the tracks belong to.
SPECIALTY_AREAS = {
    "Antimicrobial resistance": "Microbiology",
    "Blood culture and sepsis": "Microbiology",
    "Molecular and genomics": "Molecular pathology",
    "Mycology and parasitology": "Microbiology",
    "Quality and safety": "Supervision, quality and safety",
    "Automation and informatics": "Supervision, quality and safety",
}

ANGLES = (
    "{}: what the panel does not tell you",
    "{}: three cases from a community hospital",
    "{}: the new breakpoints at work",
    "{}: a workflow that survived the night shift",
    "{}: pitfalls, artifacts and how to report them",
    "{}: from the bench to the stewardship round",
    "{}: lessons of a multicenter study",
    "{}: pro and con",
    "{}: validation in a small laboratory",
    "{}: interactive workshop",
)

GIVEN_NAMES = (
    "Inés", "Tomasz", "Aaliyah", "Wei", "Ngozi", "Søren", "Priya", "Mateo", "Yuki", "Gwenllian",
    "Farid", "Łucja", "Keisha", "Anders", "Noor", "Thandiwe", "Rafael", "Mei-Ling", "Olena", "Desmond",
)  # fmt: skip

FAMILY_NAMES = (
    "Quintero Vidal", "Wójcik", "Okonkwo", "Lindqvist", "Ramaswamy", "Castellanos", "Takemura", "Prys-Jones",
    "Haddad", "Żuraw", "Whitfield", "Mbeki-Rowe", "Anand", "Sørby", "Delacroix", "Kowalczuk", "Ferreira", "Nakagawa",
    "O’Dowd", "Abernathy",
)  # fmt: skip

EVALUATION = {
    "id": "session-form",
    "title": "Evaluation of the session",
    "questions": [
        {"id": "objectives", "kind": "likert", "part": "objective", "text": "The session met its objectives."},
        {
            "id": "speaker",
            "kind": "likert",
            "part": "speaker",
            "text": "The speaker knew the subject and made it clear.",
        },
        {"id": "bias", "kind": "yes_no", "part": "content", "text": "Was the session free of commercial bias?"},
        {
            "id": "change",
            "kind": "choice",
            "text": "What will you do with what you learned?",
            "choices": ["Change how I work", "Confirm how I work", "Teach it to others", "Nothing for now"],
        },
        {"id": "comment", "kind": "text", "part": "comment", "text": "What should we know?", "required": False},
    ],
}
