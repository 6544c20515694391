from django.urls import path

from holdfast.persons import concern_views, rights_views, views

app_name = "persons"

urlpatterns = [
    path("concerns/<uuid:concern_id>/whom/somebody/", concern_views.name, name="name"),
    path("concerns/<uuid:concern_id>/whom/nobody/", concern_views.nobody, name="nobody"),
    path("concerns/<uuid:concern_id>/whom/<uuid:named>/", concern_views.child, name="child-named"),
    path("persons/", views.mine, name="mine"),
    path("persons/find/", views.find, name="find"),
    path("persons/counted/", views.counted, name="counted"),
    path("persons/terms/", views.terms, name="terms"),
    path("persons/asked/", rights_views.requests, name="requests"),
    path("persons/asked/receive/", rights_views.receive, name="receive"),
    path("persons/asked/<uuid:request_id>/", rights_views.one, name="request"),
    path("persons/<uuid:person_id>/", views.person, name="person"),
    path("persons/<uuid:person_id>/shared/", views.shared, name="shared"),
    path("persons/<uuid:person_id>/<slug:name>/", views.do, name="do"),
]
