"""Colours, type and launch options: everything about looks that Gradio wants from Python.

One palette, two moods: ink on warm paper, and the same at night. The pairs of text and ground below
meet WCAG AA (4.5 to 1); ``static/page.css`` takes its colours from the same variables.
"""

from __future__ import annotations

import gradio as gr

__all__ = ["theme"]

SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono")

# name of Gradio's variable: (light, dark)
COLOURS = {
    "body_background_fill": ("#f4f1ea", "#161513"),
    "body_text_color": ("#23211d", "#e9e4da"),
    "body_text_color_subdued": ("#645e54", "#a8a195"),
    "background_fill_primary": ("#fffdf8", "#1f1d1a"),
    "background_fill_secondary": ("#f9f6ef", "#262420"),
    "block_background_fill": ("transparent", "transparent"),
    "block_border_color": ("#e2dccf", "#37342e"),
    "block_label_text_color": ("#645e54", "#a8a195"),
    "block_title_text_color": ("#23211d", "#e9e4da"),
    "block_info_text_color": ("#645e54", "#a8a195"),
    "border_color_primary": ("#d8d1c2", "#3d3a33"),
    "border_color_accent": ("#1f6f5c", "#6cc5ab"),
    "color_accent_soft": ("#e3efe9", "#22342e"),
    "link_text_color": ("#1a6352", "#7fd1b9"),
    "link_text_color_hover": ("#124a3d", "#a6e3d1"),
    "input_background_fill": ("#fffdf8", "#262420"),
    "input_background_fill_focus": ("#ffffff", "#262420"),
    "input_border_color": ("#948c7c", "#736d61"),
    "input_border_color_focus": ("#1f6f5c", "#6cc5ab"),
    "input_placeholder_color": ("#6f695e", "#979083"),
    "button_primary_background_fill": ("#1f6f5c", "#6cc5ab"),
    "button_primary_background_fill_hover": ("#175747", "#8ad6bf"),
    "button_primary_text_color": ("#ffffff", "#10211c"),
    "button_primary_text_color_hover": ("#ffffff", "#10211c"),
    "button_primary_border_color": ("transparent", "transparent"),
    "button_primary_border_color_hover": ("transparent", "transparent"),
    "button_secondary_border_color_hover": ("#948c7c", "#736d61"),
    "button_secondary_background_fill": ("#fffdf8", "#2b2924"),
    "button_secondary_background_fill_hover": ("#f1ece1", "#37342e"),
    "button_secondary_text_color": ("#23211d", "#e9e4da"),
    "button_secondary_text_color_hover": ("#23211d", "#e9e4da"),
    "button_secondary_border_color": ("#cfc7b6", "#4a463e"),
    "button_cancel_background_fill": ("#fffdf8", "#2b2924"),
    "button_cancel_background_fill_hover": ("#fbeae6", "#43241d"),
    "button_cancel_text_color": ("#9c2f1c", "#f0a08f"),
    "button_cancel_text_color_hover": ("#9c2f1c", "#f0a08f"),
    "button_cancel_border_color": ("#c98a7e", "#7c4537"),
    "checkbox_label_border_color": ("#cfc7b6", "#4a463e"),
    "checkbox_label_border_color_selected": ("#1f6f5c", "#6cc5ab"),
    "checkbox_label_background_fill": ("#fffdf8", "#262420"),
    "checkbox_label_background_fill_hover": ("#f1ece1", "#2f2c27"),
    "checkbox_label_background_fill_selected": ("#e3efe9", "#22342e"),
    "checkbox_label_text_color_selected": ("#124a3d", "#bfeadd"),
    "checkbox_background_color": ("#fffdf8", "#262420"),
    "checkbox_background_color_selected": ("#1f6f5c", "#6cc5ab"),
    "checkbox_border_color": ("#8f8778", "#6f695e"),
    "slider_color": ("#1f6f5c", "#6cc5ab"),
    "error_text_color": ("#8f2a18", "#f3b1a3"),
    "error_background_fill": ("#fbeae6", "#3a211b"),
    "error_border_color": ("#dba89d", "#7c4537"),
}


def theme() -> gr.themes.Base:
    """The page's theme: system fonts only, nothing is fetched."""
    both = {}
    for name, (light, dark) in COLOURS.items():
        both[name] = light
        both[f"{name}_dark"] = dark
    return gr.themes.Base(font=SANS, font_mono=MONO, radius_size=gr.themes.sizes.radius_md).set(
        block_border_width="0px",
        block_padding="0px",
        block_shadow="none",
        block_shadow_dark="none",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        button_large_text_weight="600",
        input_border_width="1px",
        checkbox_label_border_width="1px",
        layout_gap="14px",
        color_accent="#1f6f5c",
        **both,
    )
