"""What every service's HTTP face shares: the application, the request's session, caller and time, errors, documents."""
