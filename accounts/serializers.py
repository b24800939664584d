"""Shapes of people, the same for REST, socket and pages."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organization, Session, User, validate_timezone
from accounts.names import clean_name

PASSWORD_LENGTH = 256  # hashing time grows with length: nobody shall send megabytes


def avatar_url(user_id: int, avatar: str | None) -> str:
    """Address of a picture kept as `avatars/<hash>.webp`, "" when there is none."""
    return f"/avatars/{user_id}/{avatar.rpartition('/')[2]}" if avatar else ""


def person(user: User) -> dict[str, Any]:
    """What others see of a person."""
    return {
        "id": user.pk,
        "name": user.name,
        "avatar": avatar_url(user.pk, user.avatar.name),
        "role": user.role,
    }


class PersonSerializer(serializers.ModelSerializer[User]):
    """`person()` as a DRF serializer, for answers and the API document."""

    avatar = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields: tuple[str, ...] = ("id", "name", "avatar", "role")
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(serializers.CharField())
    def get_avatar(self, user: User) -> str:
        return avatar_url(user.pk, user.avatar.name)


class FoundPersonSerializer(PersonSerializer):
    """Somebody one may write to; the e-mail tells people of one name apart."""

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "email")
        read_only_fields = fields


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    class Meta:
        model = Organization
        fields = ("id", "name")
        read_only_fields = fields


class MeSerializer(PersonSerializer):
    """What one sees of oneself."""

    organization = OrganizationSerializer(read_only=True, allow_null=True)

    class Meta:
        model = User
        fields = (*PersonSerializer.Meta.fields, "email", "organization", "language", "timezone")
        read_only_fields = fields


class ProfileSerializer(serializers.Serializer[Any]):
    """What one may change of oneself. `avatar`: a picture as multipart, null removes it."""

    name = serializers.CharField(max_length=200, required=False)
    language = serializers.ChoiceField(User.Language.choices, required=False, allow_blank=True)
    timezone = serializers.CharField(max_length=40, required=False)
    avatar = serializers.FileField(required=False, allow_null=True, allow_empty_file=True)

    def validate_name(self, value: str) -> str:
        return _checked(clean_name, value)

    def validate_timezone(self, value: str) -> str:
        _checked(validate_timezone, value)
        return value


class CredentialsSerializer(serializers.Serializer[Any]):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=PASSWORD_LENGTH, trim_whitespace=False, write_only=True)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=4096)


class TokensSerializer(serializers.Serializer[Any]):
    """`access` lasts 15 minutes, `refresh` 30 days and works once."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A device one is signed in on; `current`: the one asking."""

    current = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = ("id", "user_agent", "created_at", "last_used_at", "current")
        read_only_fields = fields

    def get_current(self, session: Session) -> bool:
        return str(session.pk) == self.context.get("sid")


def _checked(check: Any, value: str) -> Any:
    try:
        return check(value)
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from error
