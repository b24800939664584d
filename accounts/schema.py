"""How the API document describes signing in."""

from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme


class TokenScheme(SimpleJWTScheme):
    """`Authorization: Bearer <access>`; registers itself by being imported."""

    target_class = "accounts.authentication.JWTAuthentication"
    name = "token"
