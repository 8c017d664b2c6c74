"""Other programs: the services this one may ask, and the interface by which others ask it."""

from reviewapp.environment import boolean, number, text, words

# Services outside
# ---------------------------------------------------------------------------------------------------

#: Services that reviews may switch on; with none, no part of the program opens a connection to the
#: outside.
CONNECTORS = words("CONNECTORS", [])
#: The address of whoever runs the site: services want to know whom to write to, and stay off
#: without it.
CONNECTORS_CONTACT = text("CONNECTORS_CONTACT", "")
CONNECTORS_PROXY = text("CONNECTORS_PROXY", "")
#: The way out of the house: a proxy (http://proxy:3128), or an address of one's own that forwards
#: /<host>/<path>.
CONNECTORS_GATEWAY = text("CONNECTORS_GATEWAY", "")
CONNECTORS_KEYS = {
    "pubmed": text("NCBI_API_KEY", ""),
    "openalex": text("OPENALEX_API_KEY", ""),
    "crossref": text("CROSSREF_PLUS_TOKEN", ""),
    "semantic_scholar": text("SEMANTIC_SCHOLAR_API_KEY", ""),
}

# The interface for programs
# -----------------------------------------------------------------------------------------

#: Requests that one token may send to each process of the web server.
API_REQUESTS_A_MINUTE = number("API_REQUESTS_A_MINUTE", 600, least=1)
#: Whether webhooks may lead into the network that the server stands in, and by plain http.
WEBHOOKS_TO_PRIVATE_ADDRESSES = boolean("WEBHOOKS_TO_PRIVATE_ADDRESSES", False)
CORS_URLS_REGEX = r"^/api/"
#: Sites whose scripts may ask the interface from a browser; none unless they are named.
CORS_ALLOWED_ORIGINS = words("API_ORIGINS", [])
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "accept-language",
]
CORS_EXPOSE_HEADERS = [
    "etag",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "idempotency-replayed",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Reviewapp",
    "DESCRIPTION": "Screening for systematic reviews. Everything a person can do on the pages, a program can do with a "
    "token of that person: through the same doors, with the same blinding. Times are UTC; ids are stable; errors are "
    "problem+json (RFC 9457) with a code.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATIONS": True,
}
