from django.urls import path

from holdfast.partnership import arrangement_views, changing_views, managing_views, starting_views, views

app_name = "partnership"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/arrangement/", arrangement_views.signatures, name="arrangement"),
    path("people/arrangement/sign/", arrangement_views.sign, name="sign"),
    path("people/roles/", changing_views.roles, name="roles"),
    path("people/managing/", managing_views.managing, name="managing"),
    path("people/managing/many/", starting_views.many, name="many"),
    path("people/managing/starts/", managing_views.starts, name="starts"),
    path("people/managing/posts/new/", managing_views.new_post, name="new-post"),
    path("people/managing/posts/<uuid:post>/", managing_views.post, name="post"),
    path("people/managing/teams/new/", managing_views.new_team, name="new-team"),
    path("people/managing/managers/", changing_views.manager, name="managers"),
    path("people/managing/joins/", changing_views.joins, name="joins"),
    path("people/managing/leaves/", changing_views.leaves_partnership, name="leaves-partnership"),
    path("people/managing/<uuid:worker>/", managing_views.person, name="person"),
    path("people/managing/<uuid:worker>/moves/", managing_views.moves, name="moves"),
    path("people/managing/<uuid:worker>/away/", managing_views.away, name="away"),
    path("people/managing/<uuid:worker>/hands-over/", managing_views.hands_over, name="hands-over"),
    path("people/managing/<uuid:worker>/name/", managing_views.renamed, name="renamed"),
    path("people/managing/<uuid:worker>/leaves/", managing_views.leaves, name="leaves"),
    path("people/public/", changing_views.public, name="public"),
    path("people/changes/", changing_views.changes, name="changes"),
    path("people/changes/<uuid:proposal>/", changing_views.change, name="change"),
    path("people/cover/", views.cover, name="cover"),
    path("people/vetted/", views.vetted_group, name="vetted"),
    path("people/graders/", views.graders, name="graders"),
    path("people/rota/", views.rota, name="rota"),
    path("people/working-days/", views.working_days, name="working-days"),
    path("people/working-days/<uuid:proposal>/", views.working_day_proposal, name="working-day"),
]
