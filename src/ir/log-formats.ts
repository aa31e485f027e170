/*
 * The formats in which infc has nginx write where a program says none: who asked for what, which server answered, and how
 * long the parts took. They are known here so that what collects the lines can take them apart.
 */

export const nginxHttpFormat =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" host=$host request_time=$request_time ' +
  "upstream=$upstream_addr upstream_status=$upstream_status connect_time=$upstream_connect_time response_time=$upstream_response_time";

export const nginxStreamFormat =
  "$remote_addr [$time_local] $protocol $server_addr:$server_port $status sent=$bytes_sent received=$bytes_received session_time=$session_time " +
  "upstream=$upstream_addr connect_time=$upstream_connect_time";

/** Apache's own format `combined`, which nginx has too. */
export const combinedFormat = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
