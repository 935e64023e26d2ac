"""The phrases by which importers say in a sentence that something failed, by language.

Each is a regular expression, compared without regard to case, of text in which ``_`` stands for a quoted name. To add
one, add it to the row of its language, and a part of it to ``SIGNS`` if it has none of these yet.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BAD_NOUNS", "BAD_PARTICIPLES", "BAD_STATUSES", "FAULTY", "LEADS", "PREDICATES", "SIGNS"]


class Phrases(NamedTuple):
    """Phrases of one language, as alternatives of a regular expression."""

    language: str
    phrases: str


# fmt: off
# What identifies content: a number, a code like ``KB-12``, or a quoted name.
_NAMES = r"(?:_(?!\w)|\#?\d|\w{0,20}[A-Za-z][-_]?\d)"
_BE = r"(?:(?:was|were|is|are|been|be|has|have|had|got|gets?)[ ])"
_NOT_YET = r"(?:[ ](?:yet|all|been|be|correctly|properly|successfully|fully|completely|entirely)){0,3}"
# What is not done, or not so, because something failed; "not published" is a state.
_DONE = (
    r"(?:(?:re)?(?:imported|stored|saved|created|accepted|uploaded|converted|processed|parsed|migrated|loaded|read|written|resolved"
    r"|validated|indexed|copied|transferred|inserted|committed|overwritten|replaced|updated|verified|recognized|recognised"
    r"|authorized)"
    r"|found|readable|well-formed|permitted|allowed|supported|valid|defined|declared|possible|available|accessible|reachable"
    r"|writable|empty|unique)\b"
)
_WANTED = (
    r"(?:need|require|change|apply|use|affect|matter|include|count|want|expect|care|differ|support|have[ ]to|have[ ]any"
    r"|see|be[ ](?:changed|needed|used|shown|included|overwritten|deleted|published))\b"
)
#: What happened to content that was not taken.
BAD_PARTICIPLES = (
    r"(?:failed|rejected|discarded|aborted|refused|denied|cancell?ed|interrupted|rolled[ ]back|dropped|lost|truncated|quarantined"
    r"|corrupt(?:ed)?|damaged|malformed|incomplete|unresolved|orphaned|left[ ]out|omitted)"
)
#: How content is that is not as it should be.
FAULTY = (
    r"(?:unknown|unsupported|undefined|unreachable|unreadable|unavailable|inaccessible|invalid|illegal|incorrect|wrong|malformed"
    r"|inconsistent|ambiguous|dead|incomplete|corrupt(?:ed)?|damaged|missing|broken|duplicate|obsolete|orphaned|out[ ]of[ ]range)"
)
_FIELDS = (
    r"(?:titles?|body|summary|name|folder|topic|content|text|description|language|locale|author|owner|id|keys?|value|date|headers?"
    r"|parent|translation|permissions?|access|rights|department|type|category|url|path|extension|alt[ ]text|columns?|fields?)"
)
# Singular: "no attachments" is ordinary.
_THING = (
    r"(?:article|folder|topic|portal|resource|title|body|summary|name|translation|template|author|user|owner|permission|access"
    r"|right"
    r"|image|file|attachment|locale|language|mapping|match|value|row|record|header|column|key|parent|department|document|page)"
)
_ENDS = (
    r"(?=\s*$|\s*(?:[.](?!\w)|[,:;!()\[\]<>\"'{}]|-(?!\w))"
    r"|[ ]+(?:by|because|due|with|since|in|on|for|at|after|as|to|and|but|from|during"
    r"|while|of)\b)"
)

#: What a clause that reports a failure begins with.
LEADS: tuple[Phrases, ...] = (
    Phrases("en", r"no[ ]such[ ]\w|giv(?:ing|en|es)[ ]up\b|gave[ ]up\b|(?:lost|losing)[ ](?:the[ ])?connection|roll(?:ed"
            r"|ing)[ ]back\b"
            r"|tim(?:ed|ing)[ ]out\b|timeout[ ](?:waiting|while|when|during|for|on|after|at)\b|deadlock\b|virus[ ]found"
            r"|nothing[ ]was[ ](?:imported|stored|saved|written|created)"
            r"|(?:completed|finished|succeeded|imported|processed)[ ](?:only[ ])?partial(?:ly)?\b"
            r"|unexpected[ ](?:token|end|character|eof|value|element|tag|format|response|content|type|field|column|byte)\b"
            rf"|(?:invalid|missing|unknown|unsupported|illegal|duplicate|conflicting|wrong|incorrect|malformed|orphan(?:ed)?"
            rf"|corrupt(?:ed)?"
            rf"|broken|dangling|empty)[ ](?:\w+[ ]){{1,3}}?{_NAMES}"
            rf"|no[ ]{_THING}[ ](?:matches|matching|found|with|for|named|called|given|specified|available|exists|in|at|of|_|\d)"
            rf"|no[ ]{_THING}[ ]?$|missing[ ](?:required|mandatory)\b"
            rf"|(?:drop|discard|reject|quarantin|abort|los)(?:ped|ed|t|ping|ing)[ ](?:the[ ])?(?:[1-9]\d*|article|row|record|item"
            rf"|batch|page|document)\b"),
    Phrases("en", r"(?:action|attention|review)[ ](?:is[ ])?(?:required|needed)\b|manual[ ]\w+[ ](?:is[ ])?(?:required|needed)\b"
            rf"|please[ ](?:correct|fix|repair)\b|please[ ](?:check|review|verify)[ ](?:the[ ])?{_THING}s?[ ]{_NAMES}"),
    Phrases("de", rf"(?:ung\u00fcltige|fehlende|unbekannte|doppelte|fehlerhafte|verwaiste|leere"
            rf"|unerwartete)[rsnm]?[ ](?:[\w-]+[ ]){{0,3}}?{_NAMES}"
            r"|keine[ ](?:berechtigung|verbindung|antwort)\b|zeit\u00fcberschreitung\b|verbindungsabbruch"
            r"|(?:der[ ])?speicherplatz[ ]reicht[ ]nicht"
            r"|kein(?:e[nr]?)?[ ](?:thema|artikel|ordner|titel|portal|text|bild|autor|\u00fcbersetzung|datei|name"
            r"|passende[rsn]?)\b(?![ ](?:ge\u00e4ndert|gel\u00f6scht))"
            r"|verweis[ ]auf[ ](?:gel\u00f6schte|unbekannte|fehlende)[rsnm]?\b|(?:import|lauf|job)[ ](?:nur[ ])?teilweise\b"),
    Phrases("fr", r"impossible[ ](?:de\b|d')|\u00e9chec[ ](?:de|du|lors|\u00e0|d')|echec[ ](?:de|du|lors)|connexion[ ](?:perdue"
            r"|refus\u00e9e|interrompue)"
            r"|(?:import|importation|traitement)[ ]partiel|aucun(?:e)?[ ](?:article|dossier|titre|rubrique|fichier"
            r"|traduction)\b(?![ ](?:modifi|supprim|en[ ]double))"),
    Phrases("es", r"imposible[ ]\w|error[ ](?:al?|en|de)\b|faltan?[ ](?:el|la|los|las|un|una)\b|conexi\u00f3n[ ](?:perdida"
            r"|rechazada)"
            r"|ning\u00fan[ ](?:art\u00edculo|tema)[ ](?:coincide|encontrado)|sin[ ](?:t\u00edtulo|permisos?)\b"),
    Phrases("it, pt", r"impossibile[ ]\w|imposs\u00edvel[ ]\w|errore[ ](?:durante|nel|di)\b|erro[ ](?:ao|na|no|de)\b"
            r"|falha[ ](?:ao|na|no)\b"),
    Phrases("nl", r"kan[ ](?:\w+[ ]){0,4}niet\b|kon[ ](?:\w+[ ]){0,4}niet\b|ongeldige?\b|ontbrekende?\b|onbekende?\b"),
)
#: What says of something before it in the same clause, or of what was named above, that it failed.
PREDICATES: tuple[Phrases, ...] = (
    Phrases("en", rf"(?:could|can|did|does|do|will|would)(?:[ ]not|n't)[ ](?!{_WANTED})\w|cannot[ ](?!{_WANTED})\w"
            r"|(?:unable|not[ ]able|fail(?:ed|s|ing|ure)?)[ ]to[ ]\w"
            rf"|(?:(?:was|were)(?:[ ]not|n't){_NOT_YET}[ ](?!changed|modified|needed|required|affected|applicable|selected"
            rf"|touched|used|set)\w{{2,20}}(?:ed|en|ad|nd|wn)\b)"
            rf"|(?:(?:was|were|is|are|has|have|had)(?:[ ](?:yet|all))?(?:[ ]not|n't)|(?<!or[ ])not){_NOT_YET}[ ]{_DONE}"
            rf"|{_BE}(?:[a-z]{{2,12}}ly[ ])?{BAD_PARTICIPLES}\b(?![ ]and[ ](?:re-?created|rebuilt))|{BAD_PARTICIPLES}{_ENDS}"
            rf"|(?:is|are|was|were)[ ](?:(?:too|an?|the)[ ])?{FAULTY}{_ENDS}|(?:is|are|was|were)[ ](?:an?[ ])?{FAULTY}[ ]\w"
            rf"|missing{_ENDS}"
            rf"|(?:has|have|had|with)[ ]no[ ](?:\w+[ ])?{_FIELDS}\b|lack(?:s|ed)?[ ]\w"
            rf"|(?:has|have|had)[ ](?:an?|[1-9]\d*)[ ]{FAULTY}[ ]\w"
            rf"|{_FIELDS}[ ](?:of[ ]\S+[ ])?(?:is|was|are|were)[ ](?:empty|blank|null|required)\b|too[ ](?:long|large|big|short"
            rf"|small|many|few|old|wide|deep)\b"
            r"|crashed|hung[ ]up|died\b|exhausted|exceed(?:s|ed)[ ]|violates[ ]|timed[ ]out|gave[ ]up|rolled[ ]back|deadlock"
            r"|stopped[ ](?:at|in|after|on)\b"
            r"|ended[ ](?:prematurely|unexpectedly|abnormally)|contains?[ ](?:an?[ ]|the[ ])?(?:cycle|loop|errors?|invalid"
            r"|illegal|unknown|broken|unsupported|duplicate|virus)"
            r"|(?:references?|refers[ ]to|points?[ ]to|links?[ ]to)[ ](?:an?[ ]|the[ ])?(?:deleted|missing|unknown|non-?exist\w*"
            r"|removed|invalid)\b"
            r"|(?:only[ ]partial(?:ly)?|partially)\b[ ]?(?:successful|imported|completed|succeeded|failed|processed)?"
            r"|partial(?:ly)?[ ]success"
            r"|connection[ ]+(?:to[ ]+(?:\S+[ ]+){1,3})?(?:(?:was|has[ ]been)[ ])?(?:lost|reset|refused|closed[ ]by|broken)"
            r"|(?:encoding|conversion|parsing|import)[ ](?:problem|error)s?[ ](?:in|with|at|on|for)\b"
            r"|(?:https?|status|response|returned|answered|got|code)[ ][45]\d\d\b(?![.\w])"),
    Phrases("en", r"(?:needs?|requires?)[ ](?:\w+[ ])?(?:attention|review(?:ing)?|corrections?|fixing|repair|rework|intervention"
            r"|to[ ]be[ ](?:fixed|corrected|reviewed|repaired))\b|(?:must|should)[ ]be[ ](?:fixed|corrected|repaired|reworked)\b"),
    Phrases("de", r"(?:konnten?|kann|k\u00f6nnen|wurden?|ist|sind|war|waren|existier(?:t|en)|reich(?:t"
            r"|en))\b[^.:;\n]{0,80}?[ ]nicht\b(?![ ](?:ge\u00e4ndert|ver\u00e4ndert|erforderlich|n\u00f6tig|notwendig"
            r"|ben\u00f6tigt|aktiv|betroffen))"
            r"|nicht[ ](?:gefunden|vorhanden|importiert|gespeichert|gelesen|erreichbar|lesbar|erlaubt|zul\u00e4ssig"
            r"|verf\u00fcgbar|unterst\u00fctzt|bekannt|eindeutig|\u00fcbernommen)\b"
            r"|fehl(?:t|en)\b|fehlerhaft|verworfen|sprungen|abgelehnt|abgebrochen|verweigert|verloren\b|zur\u00fcckgerollt"
            r"|zur\u00fcckgewiesen|fehlgeschlagen|gescheitert|abgest\u00fcrzt"
            r"|(?:ist|sind|war)[ ](?:ung\u00fcltig|unbekannt|leer|besch\u00e4digt|defekt|doppelt|verwaist|unvollst\u00e4ndig)"
            r"|zu[ ](?:gro\u00df|gross|lang|kurz|klein|viele)\b"
            r"|mit[ ](?:\d+[ ])?fehlern\b|nur[ ]teilweise|keine[nr]?[ ]titel\b|ohne[ ]titel\b"),
    Phrases("fr", r"n'(?:a|ont|est|\u00e9tait|existe|existent)[ ](?:pas|plus)\b|(?:ne[ ]\w+)[ ]pas\b|introuvables?\b"
            r"|a[ ]\u00e9chou\u00e9|ont[ ]\u00e9chou\u00e9|manquante?s?\b"
            r"|(?:est|sont)[ ](?:obligatoire|invalide|vide|inconnu|trop)|invalides?[ ](?:_|dans|pour)|refus\u00e9e?s?\b"
            r"|rejet\u00e9e?s?\b|perdue?s?\b"
            r"|interrompue?\b|ignor\u00e9e?s?[ ]*[:(]|avec[ ](?:\d+|des|quelques)[ ]erreurs?|annul\u00e9e?s?\b|trop[ ](?:long"
            r"|grand|court)e?\b|sans[ ]titre\b"),
    Phrases("es", r"no[ ]se[ ](?:pud|encontr|ha[ ]pod|han[ ]pod|import|guard)\w+|no[ ](?:existen?|v\u00e1lid\w+|encontrad\w+"
            r"|disponible|permitid\w+|tiene[ ](?:t\u00edtulo|permiso))\b"
            r"|rechazad\w+|denegad\w+|cancelad\w+|descartad\w+|fallid\w+|fall[o\u00f3]\b|inv\u00e1lid\w+"
            r"|con[ ](?:\d+[ ])?errores\b|perdid[oa]\b|falta\b"),
    Phrases("it, pt", r"non[ ](?:\u00e8[ ]stat\w|trovat\w|valid\w|esiste|riuscit\w|\u00e8[ ]possibile|disponibile)|mancante"
            r"|rifiutat\w|fallit\w|n\u00e3o[ ](?:foi|existe|encontrad\w|p\u00f4de|v\u00e1lid\w)"
            r"|rejeitad\w|inv\u00e1lid\w|falhou|con[ ](?:\d+[ ])?errori\b|com[ ](?:\d+[ ])?erros\b"),
    Phrases("nl, sv", r"niet[ ](?:gevonden|ge\u00efmporteerd|gelezen|opgeslagen|geldig)|mislukt|afgewezen|ontbreekt|kunde[ ]inte"
            r"|hittades[ ]inte|misslyckades|saknas"),
)
#: Nouns of what a log denies: "no errors", "without duplicates".
BAD_NOUNS = (
    r"errors?|warnings?|problems?|issues?|failures?|duplicates?|conflicts?|violations?|rejects?|exceptions?|faults?|losses|gaps"
    r"|(?:broken|missing|invalid|orphaned|dead|unresolved|unknown|duplicate|failed|rejected|malformed|corrupt|unused|empty)[ ]\w+"
    r"|fehler\w{0,2}|warnung(?:en)?|probleme?|duplikate|konflikte|erreurs?|avertissements?|errores|advertencias|problemas|errori"
    r"|erros"
)
_SIGNS = (
    " no |\tno |not |not\t|n't|cannot|unable|fail|giving up|gave up|given up|gives up|lost|losing|rolled back|rolling back"
    "|timed out|timing out|timeout|deadlock|virus|nothing was|partial|unexpected|invalid|missing|unknown|unsupported|illegal"
    "|duplicate|conflicting|wrong|incorrect|malformed|orphan|corrupt|broken|dangling|empty|is blank|is null"
    "|is required|drop|discard|reject|quarantin|abort|refused|denied|cancel|interrupt|truncat|damaged|incomplete|unresolved"
    "|left out|omitt|undefined"
    "|unreach|unreadable|unavailable|inaccess|inconsist|ambigu|obsolete|out of range| lack|too l|too b|too s|too m|too f|too o"
    "|too w|too d"
    "|crash|hung up| died|exhaust|exceed|violate|stopped at|stopped in|stopped after|stopped on|prematurely|abnormally| cycle"
    "|unprocessed|unimported| e:| e=|[e:|(e:"
    "| a loop"
    "|a deleted|the deleted|non-exist|nonexist|reset by|connection reset|closed by|problem|error"
    "|unbekannt|doppelt|verwaist|leere|unerwartet|berechtigung|verbindungsabbruch|speicherplatz|kein|verweis|teilweise|nicht|fehl"
    "|verworfen|sprungen|abgelehnt|abgebrochen|verweigert|verloren|gescheitert|ist leer|defekt|ohne titel|zu gro|zu lang|zu kurz"
    "|zu klein|zu viele"
    "|impossib|echec|perdue|partiel|aucun| pas|introuvable|manquant|obligatoire|est vide|inconnu|trop |refus|rejet|annul"
    "|n'est |sans titre|imposib|falta| no se |rechazad|denegad|descartad|fallid|fallo|errores|perdid|non trov|non valid"
    "|attention|review|manual|needed|required|please|correct|fixing|be fixed|repair|rework"
    "|non riusc|non esist|non dispon|mancante|rifiutat|rejeitad|falh|niet|mislukt|afgewezen|ontbre|ongeldig|onbekend|kunde inte"
    "|dead |is dead"
    "|hittades|misslyck|saknas|ung\u00fcltig|zeit\u00fcberschreitung|zur\u00fcck|abgest\u00fcrzt|besch\u00e4digt|unvollst\u00e4ndig"
    "|\u00e9chec|\u00e9chou|ignor\u00e9|imposs\u00edvel|n\u00e3o |inv\u00e1lid|ning\u00fan|conexi\u00f3n|sin t\u00edtulo"
    "|sin permiso|no v\u00e1lid|fall\u00f3|non \u00e8 "
)
#: The statuses of HTTP with which requests for content fail.
BAD_STATUSES = (400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504)
_STATUSES = (
    *(f"{word} {first}" for word in ("http", "status", "code", "response", "returned", "answered", "got") for first in "45"),
    *(f"{sign} {first}" for sign in (">", "]", "-", '"') for first in ("40", "41", "42", "50")),
)
#: A part of each phrase, in lower case.
SIGNS: tuple[str, ...] = (*_SIGNS.split("|"), *_STATUSES)
# fmt: on
