from django.urls import path

from holdfast.accounts import admitting_views, all_views, draft_views, second_views, sign_on_views, views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/typed/", views.typed, name="typed"),
    path("sign-in/second/", second_views.second, name="second"),
    path("sign-in/set-up/", second_views.set_up, name="set-up"),
    path("sign-in/passkey/", second_views.passkey, name="passkey"),
    path("sign-in/again/", second_views.again, name="again"),
    path("sign-in/mine/", second_views.mine, name="mine"),
    path("sign-in/mine/app/", second_views.code_app, name="code-app"),
    path("sign-in/with/<slug:slug>/", sign_on_views.away, name="sign-on"),
    path("sign-in/with/<slug:slug>/back/", sign_on_views.back, name="sign-on-back"),
    path("sign-in/with/<slug:slug>/join/", sign_on_views.join, name="sign-on-join"),
    path("sign-in/with/<slug:slug>/again/", sign_on_views.away_again, name="sign-on-again"),
    path("accounts/", all_views.every_account, name="all"),
    path("joining/<str:token>/", admitting_views.enter, name="enter"),
    path("people/admissions/", admitting_views.admissions, name="admissions"),
    path("people/managing/<uuid:worker>/invite/", admitting_views.invite, name="invite"),
    path("people/managing/<uuid:worker>/account/", admitting_views.switch, name="switch"),
    path("unfinished/<uuid:draft_id>/", draft_views.draft, name="draft"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
