from django.urls import path

from holdfast.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/typed/", views.typed, name="typed"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
