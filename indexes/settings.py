"""Where the index is and what embeds: read from ASSISTANT_* in the environment or a file .env."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexes.embedding import Embedder
from indexes.errors import IndexesError

OPENAI = "https://api.openai.com/v1"


class IndexSettings(BaseSettings):
    """What `python -m indexes` needs to know; the assistant's settings begin with the same."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    # where the articles are
    data_folder: Path = Path("data")
    chroma_url: str | None = None

    # who embeds the articles: the embedded encoder, unless an endpoint is named
    embedding_model: str | None = None
    embedding_base_url: str | None = None
    embedding_api_key: SecretStr | None = None

    # lets pages be fetched from this machine and its own network
    fetch_private_addresses: bool = False

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment and `.env`; raises IndexesError naming a bad value."""
        try:
            return cls()
        except (ValidationError, UnicodeDecodeError) as error:
            raise IndexesError(f"correct the settings in the environment or .env: {error}") from error


def configured_embedder(settings: IndexSettings) -> Embedder | None:
    """Return the embedder of an OpenAI-compatible endpoint; without a model None, the embedded encoder."""
    if settings.embedding_model is None:
        return None
    # llama-index takes seconds to import, and the embedded encoder does without it
    from indexes.llama_index_parts import openai_like_embedder

    key = settings.embedding_api_key
    return openai_like_embedder(
        settings.embedding_model,
        base_url=settings.embedding_base_url or OPENAI,
        api_key=None if key is None else key.get_secret_value(),
    )
