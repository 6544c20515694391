from django.urls import path

from holdfast.investigations import views

app_name = "investigations"

urlpatterns = [
    path("investigations/", views.register, name="register"),
    path("investigations/open/", views.open_one, name="open"),
    path("children/<uuid:case>/police/", views.challenge, name="challenge"),
    path("investigations/challenges/<uuid:challenge_id>/", views.answer, name="answer"),
    path("investigations/<uuid:investigation_id>/", views.investigation, name="investigation"),
    path("investigations/<uuid:investigation_id>/<slug:name>/", views.do, name="do"),
]
