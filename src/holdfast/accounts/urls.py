from django.urls import path

from holdfast.accounts import draft_views, views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/typed/", views.typed, name="typed"),
    path("unfinished/<uuid:draft_id>/", draft_views.draft, name="draft"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
