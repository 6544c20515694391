from django.urls import path

from holdfast.access import views

app_name = "access"

urlpatterns = [path("bundle/of/<uuid:matter>/", views.bundle, name="bundle")]
