{{/* controlPlane.config as an object; the value may be text or an object. */}}
{{- define "higuma.userConfig" -}}
{{- $config := .Values.controlPlane.config }}
{{- if kindIs "string" $config }}
{{- $config = fromYaml $config }}
{{- if hasKey $config "Error" }}
{{- fail (printf "controlPlane.config is no YAML: %s" (get $config "Error")) }}
{{- end }}
{{- end }}
{{- include "higuma.withoutNulls" ($config | default dict) }}
{{- end }}

{{/* An object without its nulls. They stand for defaults, but a merge would remove the chart's values
with them. */}}
{{- define "higuma.withoutNulls" -}}
{{- $result := dict }}
{{- range $key, $value := . }}
{{- if kindIs "map" $value }}
{{- $_ := set $result $key (include "higuma.withoutNulls" $value | fromYaml) }}
{{- else if not (kindIs "invalid" $value) }}
{{- $_ := set $result $key $value }}
{{- end }}
{{- end }}
{{- toYaml $result }}
{{- end }}

{{/* The configuration file. */}}
{{- define "higuma.config" -}}
{{- $cp := .Values.controlPlane }}
{{- $dp := .Values.dataPlane }}
{{- $injector := dict
  "cniEnabled" .Values.cni.enabled
  "sidecarContainers" .Values.experimental.sidecarContainers
  "unifiedResourceNamingEnabled" $dp.features.unifiedResourceNaming
  "builtinDNS" (dict "logging" $dp.dnsLogging)
  "sidecarContainer" (dict
    "image" (include "higuma.dataPlaneImage" (dict "root" . "image" $dp.image))
    "resources" $dp.sidecarContainer.resources)
  "initContainer" (dict
    "image" (include "higuma.dataPlaneImage" (dict "root" . "image" $dp.initImage))
    "resources" $dp.initContainer.resources)
  "validationContainer" (dict "resources" $dp.validationContainer.resources) }}
{{- $admission := dict "port" (int $cp.admissionServerPort) }}
{{- if include "higuma.certificateSecret" . }}
{{- $_ := set $admission "certDir" "/var/run/secrets/kuma.io/tls-cert" }}
{{- $_ := set $injector "caCertFile" "/var/run/secrets/kuma.io/tls-cert/ca.crt" }}
{{- end }}
{{- if $cp.tls.general.caSecretName }}
{{- $_ := set $injector "caCertFile" "/var/run/secrets/kuma.io/tls-ca/ca.crt" }}
{{- end }}
{{- if .Values.transparentProxy.configMap.enabled }}
{{- $_ := set $injector "transparentProxyConfigMap" .Values.transparentProxy.configMap.name }}
{{- end }}
{{- $user := include "higuma.userConfig" . | fromYaml }}
{{- if and (kindIs "map" $user.experimental) (hasKey ($user.experimental | default dict) "sidecarContainers") }}
{{- /* The setting's other name, which does not count beside this one. */}}
{{- $_ := unset $injector "sidecarContainers" }}
{{- end }}
{{- $api := dict "readOnly" $cp.apiServer.readOnly "authn" (dict "localhostIsAdmin" false) }}
{{- if $cp.tls.apiServer.secretName }}
{{- $folder := "/var/run/secrets/kuma.io/api-server-tls-cert/" }}
{{- $_ := set $api "https" (dict "tlsCertFile" (print $folder "tls.crt") "tlsKeyFile" (print $folder "tls.key")) }}
{{- end }}
{{- $config := dict
  "store" (dict "kubernetes" (dict "systemNamespace" .Release.Namespace))
  "multizone" (dict "zone" (dict "name" (include "higuma.text" $cp.zone | default "default")))
  "defaults" (dict "skipMeshCreation" $cp.defaults.skipMeshCreation)
  "apiServer" $api
  "bootstrapServer" (dict "params" (dict "envoyAdminUnixSocket" .Values.experimental.envoyAdminUnixSocket))
  "experimental" (dict
    "inboundTagsDisabled" .Values.experimental.inboundTagsDisabled
    "deltaXds" .Values.experimental.deltaXds)
  "runtime" (dict "kubernetes" (dict
    "controlPlaneServiceName" (include "higuma.dpServiceName" .)
    "disallowMultipleMeshesPerNamespace" $cp.disallowMultipleMeshesPerNamespace
    "admissionServer" $admission
    "injector" $injector)) }}
{{- toYaml (mustMergeOverwrite $config $user) }}
{{- end }}

{{/* The part of the configuration that needs a restart: all but the injector's settings. */}}
{{- define "higuma.fixedConfig" -}}
{{- $config := include "higuma.config" . | fromYaml }}
{{- $_ := unset $config.runtime.kubernetes "injector" }}
{{- toYaml $config }}
{{- end }}
