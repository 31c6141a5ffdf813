"""Fitting the keyless writer and judge to the development cases and to held-out public data."""
