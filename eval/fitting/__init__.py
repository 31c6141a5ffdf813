"""Fitting the keyless writer's weights to the development cases and to held-out public questions."""
