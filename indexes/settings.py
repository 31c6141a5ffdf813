"""Where the index is and what embeds: read from ASSISTANT_* in the environment or a file .env."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexes.embedding import Embedder


class IndexSettings(BaseSettings):
    """The settings that everything that opens an index shares; the assistant adds its own.

    Without `embedding_model` the embedded encoder is used; with it, an OpenAI-compatible endpoint.
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore")

    data_folder: Path = Path("data")
    embedding_model: str | None = None
    embedding_base_url: str = "https://api.openai.com/v1"
    embedding_api_key: SecretStr | None = None

    def embedder(self) -> Embedder | None:
        """Return the embedder that the settings name, or None for the embedded encoder."""
        if self.embedding_model is None:
            return None
        # llama-index takes seconds to import, and the embedded encoder does without it
        from indexes.llama_index_parts import openai_like_embedder

        key = self.embedding_api_key
        return openai_like_embedder(
            self.embedding_model,
            base_url=self.embedding_base_url,
            api_key=None if key is None else key.get_secret_value(),
        )
