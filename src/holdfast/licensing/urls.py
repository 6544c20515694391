from django.urls import path

from holdfast.licensing import views

app_name = "licensing"

urlpatterns = [
    path("licensing/", views.all_of_them, name="all"),
    path("licensing/ask/", views.ask, name="ask"),
    path("licensing/<uuid:question_id>/", views.question, name="question"),
    path("licensing/<uuid:question_id>/<slug:name>/", views.do, name="do"),
]
