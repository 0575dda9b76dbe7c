"""What the groups of settings have in common: one strict base and the kinds of values."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from config import values
from config.environment import Takes

RootAddress = Annotated[
    str,
    AfterValidator(values.root_address),
    Takes("an address that begins with http:// or https://"),
]
Seconds = Annotated[float, Field(ge=0), Takes("a number of seconds, 0 or more")]
SomeSeconds = Annotated[float, Field(gt=0), Takes("a number of seconds above 0")]
ApiKey = Annotated[
    str, Field(pattern=r"^[!-~]+$"), Takes("one word of letters, digits and signs", secret=True)
]


class Part(BaseModel):
    """A group of settings: frozen, nothing unknown, and its errors never tell a value."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True
    )
