{{/* A value as a string. Helm reads numbers from files as floats, which are printed as 1.00065e+09. */}}
{{- define "higuma.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else if not (kindIs "invalid" .) }}{{ toJson . }}{{ end }}
{{- end }}

{{/* A value as a YAML string, quoted if it would otherwise be parsed as another type. */}}
{{- define "higuma.string" -}}
{{ include "higuma.text" . | toYaml }}
{{- end }}

{{/* A map whose values are all strings, such as labels and annotations. */}}
{{- define "higuma.strings" -}}
{{- $strings := dict }}
{{- range $key, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{- $_ := set $strings $key (include "higuma.text" $value) }}
{{- end }}
{{- end }}
{{- toYaml $strings }}
{{- end }}

{{/* First part of the names of all objects. */}}
{{- define "higuma.name" -}}
{{ .Values.nameOverride }}
{{- end }}

{{/* The name that Kuma's chart uses, for values that are templates. Templates are shared with other
charts of a release, so this works for all of them. */}}
{{- define "kuma.name" -}}
{{ .Values.nameOverride | default .Chart.Name }}
{{- end }}

{{/* Name of the Deployment and of most objects that belong to it. */}}
{{- define "higuma.controlPlane" -}}
{{ include "higuma.name" . }}-control-plane
{{- end }}

{{- define "higuma.serviceName" -}}
{{ .Values.controlPlane.service.name | default (include "higuma.controlPlane" .) }}
{{- end }}

{{/* The Service in the control plane URL of sidecars. */}}
{{- define "higuma.dpServiceName" -}}
{{ .Values.dataPlane.controlPlaneServiceName | default (include "higuma.serviceName" .) }}
{{- end }}

{{- define "higuma.selectorLabels" -}}
app: {{ include "higuma.controlPlane" . }}
app.kubernetes.io/name: higuma
app.kubernetes.io/instance: {{ include "higuma.string" .Release.Name }}
{{- end }}

{{- define "higuma.labels" -}}
{{ include "higuma.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- with .Values.controlPlane.extraLabels }}
{{ include "higuma.strings" . }}
{{- end }}
{{- end }}

{{/* Metadata: (dict "root" $ "name" … "cluster" true). */}}
{{- define "higuma.metadata" -}}
name: {{ include "higuma.string" .name }}
{{- if not .cluster }}
namespace: {{ include "higuma.string" .root.Release.Namespace }}
{{- end }}
labels:
  {{- include "higuma.labels" .root | nindent 2 }}
{{- end }}

{{/* An image that is injected into Pods: (dict "root" $ "image" …). The default tag is the version of
Kuma that this release was made for. */}}
{{- define "higuma.dataPlaneImage" -}}
{{- $global := .root.Values.global.image }}
{{- $tag := include "higuma.text" .image.tag | default (include "higuma.text" $global.tag) | default (index .root.Chart.Annotations "higuma.io/kuma-version") }}
{{- printf "%s/%s:%s" $global.registry .image.repository $tag }}
{{- end }}

{{/* The control plane's own image. */}}
{{- define "higuma.image" -}}
{{- $image := .Values.controlPlane.image }}
{{- printf "%s/%s:%s" $image.registry $image.repository (include "higuma.text" $image.tag | default .Chart.AppVersion) }}
{{- end }}

{{/* "yes" if Higuma writes the caBundle of its webhook configurations. Their names are derived from the
name of the Service that sidecars call. */}}
{{- define "higuma.keepsBundles" -}}
{{- $service := include "higuma.dpServiceName" . }}
{{- $name := hasSuffix "-control-plane" $service | ternary (trimSuffix "-control-plane" $service) "kuma" }}
{{- if eq $name (include "higuma.name" .) }}yes{{ end }}
{{- end }}

{{/* "yes" if the sidecars connect to the Service of another control plane, beside which this one runs. */}}
{{- define "higuma.isBesideAnother" -}}
{{- if ne (include "higuma.serviceName" .) (include "higuma.dpServiceName" .) }}yes{{ end }}
{{- end }}

{{/* Name of the Secret with the webhooks' certificate; empty if Higuma creates its own. */}}
{{- define "higuma.certificateSecret" -}}
{{- if .Values.controlPlane.tls.general.certManager.enabled -}}
{{ include "higuma.name" . }}-tls-cert
{{- else -}}
{{ .Values.controlPlane.tls.general.secretName }}
{{- end -}}
{{- end }}

{{/* Fails if values contradict each other. */}}
{{- define "higuma.check" -}}
{{- $tls := .Values.controlPlane.tls.general }}
{{- if and $tls.certManager.enabled (or $tls.secretName $tls.caBundle) }}
{{- fail "controlPlane.tls.general: certManager.enabled makes the certificate, so secretName and caBundle must be empty" }}
{{- end }}
{{- if and $tls.caBundle (not $tls.secretName) }}
{{- fail "controlPlane.tls.general: caBundle belongs to secretName, which is empty" }}
{{- end }}
{{- $own := and (include "higuma.keepsBundles" .) (not (include "higuma.isBesideAnother" .)) }}
{{- if not (or $own $tls.certManager.enabled (and $tls.secretName $tls.caBundle)) }}
{{- fail "controlPlane.service.name and dataPlane.controlPlaneServiceName: under other names Higuma does not make its own certificate; set controlPlane.tls.general.certManager.enabled, or secretName and caBundle" }}
{{- end }}
{{- $dp := include "higuma.dpServerPort" . }}
{{- if has $dp (list "443" "5680" "5681" "5682") }}
{{- fail (printf "dpServer.port: value '%s' is not valid: expected none of the Service's other ports, 443, 5680, 5681 and 5682" $dp) }}
{{- end }}
{{- $taken := dict }}
{{- range $setting, $port := include "higuma.ports" . | fromYaml }}
{{- if not (and (regexMatch "^[0-9]{1,5}$" $port) (ge (int $port) 1) (le (int $port) 65535)) }}
{{- fail (printf "%s: value '%s' is not valid: expected a port from 1 to 65535" $setting $port) }}
{{- end }}
{{- with get $taken $port }}
{{- fail (printf "%s and %s are both %s: expected a port of its own for each" . $setting $port) }}
{{- end }}
{{- $_ := set $taken $port $setting }}
{{- end }}
{{- end }}

{{/* The ports of the container by their settings. */}}
{{- define "higuma.ports" -}}
diagnostics.serverPort: {{ include "higuma.diagnosticsPort" . | quote }}
apiServer.http.port: {{ include "higuma.apiHttpPort" . | quote }}
apiServer.https.port: {{ include "higuma.apiHttpsPort" . | quote }}
dpServer.port: {{ include "higuma.dpServerPort" . | quote }}
runtime.kubernetes.admissionServer.port: {{ include "higuma.admissionPort" . | quote }}
{{- end }}

{{/* Whether Pods of a second mesh in one namespace are refused, from all values that set this. */}}
{{- define "higuma.oneMesh" -}}
{{- $set := include "higuma.setting" (dict "root" . "variable" "KUMA_RUNTIME_KUBERNETES_DISALLOW_MULTIPLE_MESHES_PER_NAMESPACE" "path" (list "runtime" "kubernetes" "disallowMultipleMeshesPerNamespace")) }}
{{- include "higuma.isTrue" ($set | default (include "higuma.text" .Values.controlPlane.disallowMultipleMeshesPerNamespace)) }}
{{- end }}

{{/* "yes" if this text is one of the spellings of true that settings accept. */}}
{{- define "higuma.isTrue" -}}
{{- if has . (list "1" "t" "T" "true" "TRUE" "True") }}yes{{ end }}
{{- end }}

{{/* The value of a setting as text, from its variable or else from the configuration; empty if neither
is set: (dict "root" $ "variable" "KUMA_…" "path" (list …)). */}}
{{- define "higuma.setting" -}}
{{- $cp := .root.Values.controlPlane }}
{{- $value := include "higuma.userConfig" .root | fromYaml }}
{{- range .path }}
{{- if kindIs "map" $value }}{{ $value = get $value . }}{{ else }}{{ $value = "" }}{{ end }}
{{- end }}
{{- $value = include "higuma.text" $value }}
{{- if hasKey ($cp.envVars | default dict) .variable }}
{{- $value = include "higuma.text" (get $cp.envVars .variable) }}
{{- end }}
{{- range $cp.envVarEntries }}
{{- if and (eq (include "higuma.text" .name) $.variable) (hasKey . "value") }}
{{- $value = include "higuma.text" .value }}
{{- end }}
{{- end }}
{{- $value }}
{{- end }}

{{/* The port that sidecars connect to. */}}
{{- define "higuma.dpServerPort" -}}
{{- include "higuma.setting" (dict "root" . "variable" "KUMA_DP_SERVER_PORT" "path" (list "dpServer" "port")) | default "5678" }}
{{- end }}

{{/* The port of health and metrics. */}}
{{- define "higuma.diagnosticsPort" -}}
{{- include "higuma.setting" (dict "root" . "variable" "KUMA_DIAGNOSTICS_SERVER_PORT" "path" (list "diagnostics" "serverPort")) | default "5680" }}
{{- end }}

{{/* The port of the API over HTTP. */}}
{{- define "higuma.apiHttpPort" -}}
{{- include "higuma.setting" (dict "root" . "variable" "KUMA_API_SERVER_HTTP_PORT" "path" (list "apiServer" "http" "port")) | default "5681" }}
{{- end }}

{{/* The port of the API over HTTPS. */}}
{{- define "higuma.apiHttpsPort" -}}
{{- include "higuma.setting" (dict "root" . "variable" "KUMA_API_SERVER_HTTPS_PORT" "path" (list "apiServer" "https" "port")) | default "5682" }}
{{- end }}

{{/* The port of the webhooks. */}}
{{- define "higuma.admissionPort" -}}
{{- include "higuma.setting" (dict "root" . "variable" "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT" "path" (list "runtime" "kubernetes" "admissionServer" "port")) | default (include "higuma.text" .Values.controlPlane.admissionServerPort) }}
{{- end }}

{{/* "HTTPS" if health and metrics are served over TLS, else "HTTP". */}}
{{- define "higuma.diagnosticsScheme" -}}
{{- $enabled := include "higuma.setting" (dict "root" . "variable" "KUMA_DIAGNOSTICS_TLS_ENABLED" "path" (list "diagnostics" "tlsEnabled")) }}
{{- if include "higuma.isTrue" $enabled }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}

{{/* The Secret whose ca.crt signs the certificate of diagnostics; empty if that certificate has its own
file. */}}
{{- define "higuma.diagnosticsAuthority" -}}
{{- $own := include "higuma.setting" (dict "root" . "variable" "KUMA_DIAGNOSTICS_TLS_CERT_FILE" "path" (list "diagnostics" "tlsCertFile")) }}
{{- $general := include "higuma.setting" (dict "root" . "variable" "KUMA_GENERAL_TLS_CERT_FILE" "path" (list "general" "tlsCertFile")) }}
{{- if not (or $own $general) }}
{{- include "higuma.certificateSecret" . | default "higuma-ca" }}
{{- end }}
{{- end }}
