from django.urls import path

from holdfast.scrutiny import sample_views, views

app_name = "scrutiny"

urlpatterns = [
    path("counts/", views.counts, name="counts"),
    path("sample/", sample_views.sample, name="sample"),
    path("sample/draw/", sample_views.draw, name="draw"),
    path("sample/<uuid:sampled_id>/", sample_views.sampled, name="sampled"),
]
