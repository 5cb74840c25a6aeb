"""Pages for the links that people open from their mails: a form each, without a script."""
