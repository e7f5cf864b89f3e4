"""The Django hands of the rules: rules/x decides, shared/x applies. Knows no area."""
