"""Text -> located nodes -> model, with diagnostics; a user's mistake never raises."""
