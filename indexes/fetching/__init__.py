"""Articles from the web: pages, lists of addresses, feeds and sitemaps, fetched with care.

Nothing inside the network of whoever fetches is reached, nothing endless is waited for, and what
robots.txt forbids to crawlers is left alone.
"""
