"""Officials of one article: personal names, titles and posts, who holds what, ranks, appointments."""
