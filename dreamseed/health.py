"""For load balancers: is the process alive, can it serve?"""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """503 without PostgreSQL; without Valkey the program still serves, and says so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    cache.set("ready", 1, 5)
    return JsonResponse({"status": "ok", "valkey": cache.get("ready") == 1})
