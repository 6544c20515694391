from django.urls import path

from holdfast.support import hers_views, views

app_name = "support"

urlpatterns = [
    path("support/", views.mine, name="mine"),
    path("back/plan", hers_views.hers_, name="hers"),
    path("support/adult/", views.adult, name="adult"),
    path("children/<uuid:case>/support/", views.child, name="child"),
    path("support/<uuid:plan_id>/", views.plan, name="plan"),
    path("support/<uuid:plan_id>/advocate/", views.advocate, name="advocate"),
    path("support/<uuid:plan_id>/number/", views.number, name="number"),
    path("support/<uuid:plan_id>/coordinator/", views.coordinator, name="coordinator"),
    path("support/<uuid:plan_id>/hand-over/", views.hand_over, name="hand-over"),
    path("support/<uuid:plan_id>/of/<slug:what>/", views.item, name="item"),
    path("support/<uuid:plan_id>/of/<slug:what>/<slug:name>/", views.do, name="do"),
]
