from django.urls import path

from holdfast.places import views

app_name = "places"

urlpatterns = [
    path("places/", views.all_of_them, name="all"),
    path("places/report/", views.report, name="report"),
    path("places/<uuid:place_id>/", views.place, name="place"),
    path("places/<uuid:place_id>/<slug:name>/", views.do, name="do"),
]
