"""The look of the page: stylesheets of ours, fonts of the reader's own machine, nothing from elsewhere."""

from __future__ import annotations

from functools import cache

import gradio as gr

from chat.markup import ASSETS

SANS = ("-apple-system", "Segoe UI", "Inter", "Roboto", "Noto Sans", "system-ui", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")


STYLES = ("page", "ask", "article", "articles", "other_tabs", "narrow")


@cache
def asset(name: str) -> str:
    """Return the text of a file in `assets`."""
    return (ASSETS / name).read_text(encoding="utf-8")


def stylesheet() -> str:
    """Return all that the page is styled with; later parts win."""
    return "\n".join(asset(f"styles/{part}.css") for part in STYLES)


def page_theme() -> gr.themes.Base:
    """Return Gradio's base theme with local fonts and the colours that `page.css` names."""
    colours = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--ink-soft)",
        "background_fill_primary": "var(--surface)",
        "background_fill_secondary": "var(--paper)",
        "border_color_primary": "var(--rule)",
        "block_background_fill": "var(--surface)",
        "block_border_color": "var(--rule)",
        "block_label_text_color": "var(--ink-soft)",
        "block_title_text_color": "var(--ink-soft)",
        "input_background_fill": "var(--surface)",
        "input_border_color": "var(--rule-strong)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--ink-soft)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "var(--surface)",
        "button_secondary_background_fill_hover": "var(--accent-wash)",
        "button_secondary_border_color": "var(--rule-strong)",
        "button_secondary_text_color": "var(--ink)",
        "color_accent": "var(--accent)",
        "color_accent_soft": "var(--accent-wash)",
        "border_color_accent": "var(--accent)",
        "link_text_color": "var(--accent)",
        "loader_color": "var(--accent)",
    }
    theme = gr.themes.Base(font=SANS, font_mono=MONO)
    # Some names have a twin for the dark page; page.css already gives each colour its dark value.
    dark = {f"{name}_dark": value for name, value in colours.items() if hasattr(theme, f"{name}_dark")}
    return theme.set(
        **colours,
        **dark,
        block_shadow="none",
        block_shadow_dark="none",
        input_shadow="none",
        input_shadow_dark="none",
        input_shadow_focus="0 0 0 3px var(--accent-wash)",
        input_shadow_focus_dark="0 0 0 3px var(--accent-wash)",
        button_primary_shadow="none",
        button_primary_shadow_hover="none",
    )
