"""Page shell, components, form fields and static files: how Holdfast looks, with no domain in it (docs/pages.md)."""
