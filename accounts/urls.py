from django.urls import include, path

from accounts import api, pages, pages_password
from accounts.pictures import PictureView

auth = [
    path("token", api.TokenView.as_view()),
    path("token/refresh", api.RefreshView.as_view()),
    path("token/revoke", api.RevokeView.as_view()),
    path("me", api.MeView.as_view()),
    path("people", api.PeopleView.as_view()),
    path("sessions", api.SessionsView.as_view()),
    path("sessions/<uuid:session_id>", api.SessionView.as_view()),
]

urlpatterns = [
    path("login", pages.login, name="login"),
    path("logout", pages.logout, name="logout"),
    path("password/forgotten", pages_password.forgotten, name="password-forgotten"),
    path("password/new/<str:uid>/<str:token>", pages_password.choose, name="password-new"),
    path("profile", pages.profile, name="profile"),
    path("avatars/<int:user_id>/<str:filename>", PictureView.as_view(), name="avatar"),
    path("admin/login/", pages.admin_login),
    path("api/v1/auth/", include(auth)),
]
