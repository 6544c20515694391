from django.urls import path

from holdfast.disruption import views

app_name = "disruption"

urlpatterns = [
    path("disruption/", views.landing_page, name="landing"),
    path("disruption/decisions/<uuid:fell_id>/", views.look_again, name="look_again"),
    path("measures/", views.measures, name="measures"),
    path("measures/weigh/", views.weigh, name="weigh"),
    path("measures/bodies/", views.bodies, name="bodies"),
    path("measures/bodies/<slug:body>/", views.body, name="body"),
    path("measures/<slug:code>/", views.measure, name="measure"),
    path("measures/<slug:code>/signed/", views.sign, name="sign"),
]
