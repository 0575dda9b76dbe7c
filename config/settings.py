"""Every setting of Parkett, typed, with its default and its meaning.

Read once, by `load()`, from the environment and `.env`. Nothing here is read at import.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError


class SourceSettings(BaseModel):
    """One source of the outside world: `PARKETT_SOURCES__<NAME>__<FIELD>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str = Field(description="root of the source's addresses")
    enabled: bool = Field(default=True, description="whether it is asked at all")
    key: str | None = Field(default=None, description="its API key, where it needs one")
    pace: float = Field(default=1.0, ge=0, description="seconds between requests, 0 none")
    timeout: float = Field(default=8.0, gt=0, description="seconds for one answer in all")
    cool_down: float = Field(default=120.0, ge=0, description="first pause after 429/503, seconds")
    cache: float = Field(default=60.0, ge=0, description="seconds an answer stays fresh")
