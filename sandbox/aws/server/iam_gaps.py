"""
Where moto's IAM differs from AWS's in what stacks use: AWS refuses malformed trust policies and to delete a policy that is attached,
and the clients of an OpenID Connect provider can be changed.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend
from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator
from moto.iam.responses import IamResponse


def close_gaps() -> None:
    create_role = IAMBackend.create_role
    delete_policy = IAMBackend.delete_policy

    def checked_role(self: IAMBackend, role_name: str, assume_role_policy_document: str, *args: Any, **rest: Any) -> Any:
        IAMTrustPolicyDocumentValidator(assume_role_policy_document).validate()
        return create_role(self, role_name, assume_role_policy_document, *args, **rest)

    def checked_deletion(self: IAMBackend, policy_arn: str) -> None:
        if self.get_policy(policy_arn).attachment_count > 0:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        delete_policy(self, policy_arn)

    def clients_of(response: IamResponse) -> list[str]:
        return response.backend.get_open_id_connect_provider(response._get_param("OpenIDConnectProviderArn")).client_id_list

    def add_client(self: IamResponse) -> ActionResult:
        client = self._get_param("ClientID")
        if client not in clients_of(self):
            clients_of(self).append(client)
        return EmptyResult()

    def remove_client(self: IamResponse) -> ActionResult:
        client = self._get_param("ClientID")
        if client in clients_of(self):
            clients_of(self).remove(client)
        return EmptyResult()

    IAMBackend.create_role = checked_role  # type: ignore[method-assign]
    IAMBackend.delete_policy = checked_deletion  # type: ignore[method-assign]
    setattr(IamResponse, "add_client_id_to_open_id_connect_provider", add_client)
    setattr(IamResponse, "remove_client_id_from_open_id_connect_provider", remove_client)
