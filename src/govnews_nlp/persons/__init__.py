"""Who is who across articles: which posts can belong to one person, person_ids, the register of posts and the bodies they are in."""
