from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import User


class PersonQuerySet(QuerySet["User"]):
    def active(self) -> "PersonQuerySet":
        """Those who may sign in and be written to."""
        return self.filter(is_active=True)

    def named(self, words: str) -> "PersonQuerySet":
        """Whose name or e-mail contains every one of these words."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(name__icontains=word) | found.filter(email__icontains=word)
        return found


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes people; their e-mail is the key, compared without regard to case."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person, checked by the model's own validators."""
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator who reaches everything in the admin."""
        fields = {"role": self.model.Role.ADMINISTRATOR, "is_staff": True, "is_superuser": True, **fields}
        return self.create_user(email, password, **fields)
