"""A 400 for input that fits the schema names a rule that a schema cannot express."""

import schemathesis

# Rules about today's date, about a person's age, about the characters of all scripts, and about
# what is left of a text when the white space around it is gone.
INEXPRESSIBLE = {
    "date_future",
    "age_below_minimum",
    "age_above_maximum",
    "name_characters",
    "name_digits",
    "name_no_letter",
    "required",
    "text_characters",
    "tin_characters",
}


@schemathesis.check
def refused_for_what_a_schema_cannot_say(ctx, response, case):
    if response.status_code != 400 or case.meta is None:
        return
    if not case.meta.generation.mode.is_positive:
        return
    for error in response.json()["errors"]:
        assert error["code"] == "ValidationError", error["code"]
        assert error["issue"] in INEXPRESSIBLE, error["issue"]
