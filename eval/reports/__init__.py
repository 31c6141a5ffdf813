"""The same run for different readers: Markdown for a CI summary, JUnit for CI tools, HTML for people."""
