"""Eligibility (认定核算): rule book, dated standards, determinations with their reasons."""
