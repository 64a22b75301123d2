"""Places: how their names begin and end (words, pieces, grammar, lists, visits), which are divisions, and the codes they lie in."""
