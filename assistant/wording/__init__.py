"""The words of questions and articles: terms, names, numbers and days, in forms that can be compared."""
