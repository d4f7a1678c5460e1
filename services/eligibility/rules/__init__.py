"""What is right: plain functions over whole fen whose argument names are the data dictionary. No session, no clock."""
