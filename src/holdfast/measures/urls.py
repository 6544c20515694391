from django.urls import path

from holdfast.measures import views

app_name = "measures"

urlpatterns = [
    path("disruption/reasons/", views.reasons, name="reasons"),
    path("disruption/<uuid:matter>/", views.bodies, name="bodies"),
    path("disruption/<uuid:matter>/ask/<slug:body>/", views.ask_body, name="ask-body"),
    path("disruption/<uuid:matter>/not-ask/<slug:body>/", views.not_ask, name="not-ask"),
    path("disruption/lists/<uuid:ask_id>/", views.ask, name="ask"),
    path("disruption/lists/<uuid:ask_id>/<slug:code>/", views.answer, name="answer"),
    path("disruption/measures/<uuid:measure_id>/", views.measure, name="measure"),
    path("disruption/measures/<uuid:measure_id>/<slug:name>/", views.do, name="do"),
]
