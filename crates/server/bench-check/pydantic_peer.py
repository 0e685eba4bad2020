"""pydantic 2, line by line: the file, the rules, and `--verdicts` for a 0 or 1 a record; else the
counts alone."""

import datetime
import json
import sys
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

with open(sys.argv[2], encoding="utf-8") as file:
    RULES = json.load(file)

BORN = {bound: datetime.date.fromisoformat(day) for bound, day in RULES["born"].items()}
# A letter somewhere, as the other peer asks by looking ahead, which pydantic's engine cannot.
AMONG = r"[\p{L}\p{M}'\x{2018}\x{2019}\x{02bb}\x{02bc}\x{2010}\x{2011}\x{00b7}. -]*"
Name = Annotated[str, Field(max_length=100, pattern=rf"^{AMONG}\p{{L}}{AMONG}$")]
Country = Literal[tuple(RULES["countries"])]


class Profile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    first_name: Name
    last_name: Name
    residence_country: Country
    account_opening_reason: Literal[tuple(RULES["account_opening_reason"])]
    tax_residence_country: Country
    birth_country: Country
    tax_identification_number: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9Ññ ./+&()-]{1,25}$")
    ]
    citizen_country: Country
    employment_status: Literal[tuple(RULES["employment_status"])]
    date_of_birth: Annotated[datetime.date, Field(ge=BORN["first"], le=BORN["last"])]
    gender: Literal[tuple(RULES["gender"])]
    reason: Annotated[
        str,
        Field(
            pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]{1,255}$"
        ),
    ]


def main():
    verdicts = len(sys.argv) > 3
    shown = []
    records = invalid = findings = 0
    check = Profile.model_validate_json
    with open(sys.argv[1], "rb", buffering=1 << 18) as lines:
        for line in lines:
            records += 1
            try:
                check(line)
            except ValidationError as error:
                invalid += 1
                findings += len(error.errors(include_url=False))
                if verdicts:
                    shown.append("0")
            else:
                if verdicts:
                    shown.append("1")
    if verdicts:
        print("".join(shown))
    else:
        print(json.dumps({"records": records, "invalid": invalid, "findings": findings}))


main()
