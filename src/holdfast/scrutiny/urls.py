from django.urls import path

from holdfast.scrutiny import views

app_name = "scrutiny"

urlpatterns = [path("counts/", views.counts, name="counts")]
