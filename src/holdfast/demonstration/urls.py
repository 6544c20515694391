from django.urls import path

from holdfast.demonstration import views

app_name = "demonstration"

urlpatterns = [
    path("demonstration/", views.sign_ins, name="people"),
    path("demonstration/clock/", views.clock, name="clock"),
    path("demonstration/<uuid:worker>/", views.become, name="become"),
]
