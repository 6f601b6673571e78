"""What a program found is said in the reader's language: no sentence of an error is left in English."""

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import openlaurel
from openlaurel.apps.verifier import reading
from openlaurel.apps.verifier.errors import Unreadable
from openlaurel.apps.verifier.fault_forms import FAULT_FORMS
from openlaurel.apps.verifier.fault_forms_of_older import OLDER_FAULT_FORMS
from openlaurel.apps.verifier.words import FAULTS, check_in_words, error_in_words
from openlaurel.core.verification import REASONS, Check

PACKAGE = Path(openlaurel.__file__).parent
SOURCES = ("core/credentials", "core/keys", "core/proofs", "core/status", "core/openbadges", "core/verification",
           "apps/verifier", "adapters/fetcher.py", "adapters/guarded_connections.py")  # fmt: skip
# What is raised on other ways than that of a verification, which end at a page.
ELSEWHERE = {
    "core/credentials/presentation.py": "presentations are read by wallets' endpoints",
    "core/credentials/presented.py": "presentations come to the VC API, which answers programs",
    "core/credentials/conformance.py": "asked for by the VC API, which answers programs",
    "core/keys/signer.py": "signing",
    "core/openbadges/builder.py": "issuing",
    "core/openbadges/terms.py": "issuing",
    "core/proofs/nquads.py": "signing",
    "core/verification/as_of.py": "the page, the command and the API say it, each in its words",
    "core/proofs/errors.py": "told by their reasons, which have words of their own",
    "core/proofs/contexts.py": "the installation's own contexts, when they are loaded",
    "core/proofs/compiled.py": "NotSound is caught inside",
    "core/status/allocation.py": "issuing",
    "apps/verifier/api.py": "the API's own answers",
    "apps/verifier/api_many": "the API's own answers",
    "apps/verifier/browser_words.py": "words for the browser",
    "apps/verifier/words.py": "words for pages",
    "apps/verifier/words_of_older.py": "words for pages",
    "apps/verifier/further_words.py": "words for pages",
    "apps/verifier/verdicts.py": "words for pages",
    "apps/verifier/forms.py": "words for pages",
    "apps/verifier/views.py": "words for pages",
    "apps/verifier/presenting.py": "words for pages",
    "apps/verifier/limits.py": "the view has words of its own for it",
    "apps/verifier/exporting.py": "words for papers",
    "apps/verifier/finding_words.py": "words for pages",
    "apps/verifier/inquiries.py": "the view shows it as it is, in the reader's language",
    "apps/verifier/inquiry_views.py": "words for pages",
    "apps/verifier/fault_forms.py": "what is compared with",
    "apps/verifier/fault_forms_of_older.py": "what is compared with",
}
NOT_VERIFYING = {
    "A secret of «1» has «2» bytes, not «3».",
    "The secret is outside the range of «1».",
    "An Ed25519 seed has 32 bytes, not «1».",
    "The picture already carries a badge.",
    "The SVG has no <svg> tag that could hold a badge.",
    "A badge is the text of a JSON object or a JWT.",
    "A status has 1 to «1» bits, not «2».",
    "The value «1» doesn't fit into a status of «2» bits.",
    "«1» is not a JSON value.",
    "A JSON object's keys are strings.",
    "No cryptosuite is signed with a key of the kind «1».",
    "«1» redirects, which isn't followed. Give the address where it ends.",
    "«1»: «2».",  # a part of a badge that is written or imported
    "«1» is still to come at «2».",
    "Only the issuer knows what became of a status over time.",
}
# What is raised with these is told by its reason, which has words of its own.
TOLD_BY_REASON = {
    "ProofMismatch",
    "BadSignature",
    "UnknownContext",
    "UndefinedTerm",
    "HiddenTerm",
    "WorkLimit",
}
# How the sentence of BadMoment goes on after the name of what was read.
MOMENTS = ("must be a date and time with a time zone", "is not a date that exists")
CHOICES = {"count": ("no proof has", "more than one proof has")}


def sentence_of(node: ast.expr) -> list[str]:
    """The sentence that an argument makes, with «1», «2»… for its values; none when it is no sentence."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if not isinstance(node, ast.JoinedStr):
        return []
    made, number = [""], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            said: tuple[str, ...] = (str(part.value),)
        elif (name := ast.unparse(part.value)) in CHOICES:  # type: ignore[attr-defined]
            said = CHOICES[name]
        elif name == "error" and not made[0].endswith((". ", ": ")) and made[0]:
            said = MOMENTS
        elif name == "_ADVICE":
            said = (reading._ADVICE,)
        else:
            number += 1
            said = (f"«{number}»",)
        made = [sentence + piece for sentence in made for piece in said]
    return made


def raised_sentences() -> Iterator[tuple[str, str]]:
    files = [
        file
        for source in SOURCES
        for file in (
            [PACKAGE / source] if source.endswith(".py") else sorted((PACKAGE / source).rglob("*.py"))
        )
    ]
    for file in files:
        place = file.relative_to(PACKAGE).as_posix()
        if place.startswith(tuple(ELSEWHERE)):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) in TOLD_BY_REASON:
                continue
            for argument in node.args[:1]:
                for sentence in sentence_of(argument):
                    is_sentence = " " in sentence and (sentence[0].isupper() or sentence[0] in "«'")
                    if is_sentence and (sentence.endswith((".", "»")) or "FETCH_ALLOW" in sentence):
                        yield f"{place}:{node.lineno}", sentence


RAISED = list(raised_sentences())


def test_the_sources_are_read_at_all() -> None:
    sentences = {sentence for _, sentence in RAISED}
    assert len(sentences) > 150
    assert "The status list itself doesn't verify. «1»" in sentences


@pytest.mark.parametrize(("place", "sentence"), RAISED)
def test_every_sentence_of_an_error_has_words(place: str, sentence: str) -> None:
    if sentence in NOT_VERIFYING:
        return
    found = FAULTS._find(sentence)
    assert found, f"{place} isn't in apps/verifier/fault_forms.py: {sentence}"
    assert all(re.fullmatch(r"[«»\d:]+", value) for value in found[1].values()), (
        f"Words of {place} pass for a value"
    )


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_form_and_reason_reads_otherwise_than_in_english(language: str) -> None:
    for form in (*FAULT_FORMS, *OLDER_FAULT_FORMS, *REASONS.values()):
        english = FAULTS.in_words(form.replace("%(", "«").replace(")s", "»"))
        with override(language):
            assert FAULTS.in_words(form.replace("%(", "«").replace(")s", "»")) != english or form == "{fault}"


def test_what_is_said_of_files_that_are_no_badge_can_be_translated() -> None:
    assert set(reading._FAULTS.values()) <= set(FAULT_FORMS)


def test_a_value_of_the_file_is_marked_as_of_no_known_language_and_never_as_markup() -> None:
    with override("es"):
        said = FAULTS.in_words("The key '<b>x</b>' appears twice in one object.")

    assert said == (
        'La clave <bdi class="break" lang="">&#x27;&lt;b&gt;x&lt;/b&gt;&#x27;</bdi> aparece dos veces en un mismo objeto.'
    )


def test_a_fault_inside_another_is_translated_too() -> None:
    fault = (
        "The status list itself doesn't verify. The signature can't be read: The proofValue can't be read: '0' is not a "
        "base58 character."
    )
    with override("es"):
        said = check_in_words(Check("status", "fail", "status_unavailable", {"fault": fault})).fault

    assert said == (
        "La propia lista de estado no supera la verificación. El archivo lleva una firma, pero está dañada. El proofValue "
        'no se puede leer: <bdi class="break" lang="">&#x27;0&#x27;</bdi> no es un carácter base58.'
    )


def test_two_sentences_in_a_row_are_told_apart() -> None:
    with override("es"):
        said = FAULTS.in_words(
            "Proofs of the type 'A' aren't understood. Proofs of the type 'B' aren't understood."
        )

    assert said.count("No se entienden las firmas del tipo") == 2
    assert "aren" not in said


def test_what_nobody_knows_stays_and_says_that_it_is_english() -> None:
    with override("ar"):
        said = check_in_words(Check("format", "fail", "unreadable", {"fault": "Something <new>."}))
    assert said.fault == '<span lang="en" dir="ltr">Something &lt;new&gt;.</span>'


def test_words_of_parsers_are_marked_as_english() -> None:
    with override("ar"):
        said = FAULTS.in_words("The document is not JSON: Expecting value in line 1, column 2.")
    assert '<bdi class="break" lang="en">Expecting value</bdi>' in said


def test_the_answer_to_a_wrong_file_is_one_sentence_in_the_readers_language() -> None:
    with override("es"):
        problem = error_in_words(Unreadable(f"The PNG is cut off. {reading._ADVICE}"))
    assert problem.sentence.startswith("El PNG está cortado. Elige el archivo")
    assert not problem.fault


@pytest.mark.parametrize(
    "fault",
    [
        "The JWT's a: " * 70,
        "'a' must be a date and time with a time zone, not " * 19,
        "x. " * 330,
        "A proof " * 10_000,
    ],
)
def test_a_fault_that_a_stranger_composed_costs_no_time(fault: str) -> None:
    began = time.thread_time()

    FAULTS.in_words(fault)

    assert time.thread_time() - began < 1
