"""What /metrics shows, in Prometheus's words. Labels hold route names, never addresses or ids."""

from prometheus_client import Counter, Histogram

HTTP_REQUESTS = Counter(
    "guichet_http_requests_total",
    "Requêtes HTTP répondues.",
    ["route", "method", "status"],
)
HTTP_DURATION = Histogram(
    "guichet_http_request_duration_seconds",
    "Durée des requêtes HTTP, de l’arrivée des en-têtes à la fin de la réponse.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
SQL_STATEMENTS = Histogram(
    "guichet_sql_statements",
    "Nombre d’instructions SQL d’une opération GraphQL.",
    ["operation"],
    buckets=(1, 2, 5, 10, 15, 20, 25, 30, 50, 100),
)
