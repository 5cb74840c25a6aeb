"""People whom others vouch for: OpenID Connect, by codes. The providers are the operator’s choice: their
addresses may be private, unlike those that `adapters.http_sortant` is given by people."""
